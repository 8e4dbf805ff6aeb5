import { describe, expect, it } from 'vitest';
import { href, parse, type Route } from './route';

describe('every place has an address', () => {
  const places: [string, Route][] = [
    ['#/jobs', { place: 'jobs' }],
    ['#/jobs/12', { place: 'job', job: 12 }],
    ['#/jobs/12/items/5', { place: 'item', job: 12, item: 5 }],
    ['#/new', { place: 'new', file: '' }],
    ['#/new?file=%2Fhome%2Fada%2FQ4+%26+Q1.csv', { place: 'new', file: '/home/ada/Q4 & Q1.csv' }],
    ['#/settings', { place: 'settings' }],
    ['#/schedules', { place: 'schedules' }],
    ['#/schedules/12', { place: 'task', task: 12 }],
    ['#/schedules/12/edit', { place: 'edittask', task: 12 }],
    ['#/schedules/new', { place: 'newtask', recipe: '', file: '' }],
    [
      '#/schedules/new?recipe=Clean+%26+check&file=%2Fhome%2Fada%2FQ4.csv',
      { place: 'newtask', recipe: 'Clean & check', file: '/home/ada/Q4.csv' },
    ],
    ['#/activity', { place: 'activity' }],
    ['#/activity/logs', { place: 'logs' }],
  ];

  it.each(places)('%s', (address, route) => {
    expect(parse(address)).toEqual(route);
    expect(href(route)).toBe(address);
  });
});

it('keeps odd characters of a path', () => {
  const file = 'C:\\Listen\\100 % Öl #1?.csv';
  expect(parse(href({ place: 'new', file }))).toEqual({ place: 'new', file });
});

it.each(['#/schedules/0', '#/schedules/abc', '#/schedules/1/2', '#/schedules/1/edit/3'])(
  '%j leads to the schedules',
  (address) => {
    expect(parse(address)).toEqual({ place: 'schedules' });
  },
);

it.each([
  '',
  '#',
  '#/',
  '#/nowhere',
  '#/jobs/abc',
  '#/jobs/0',
  '#/jobs/1/items/x',
  '#/jobs/1/2/3/4',
])('%j leads to the jobs', (address) => {
  expect(parse(address)).toEqual({ place: 'jobs' });
});
