import { describe, expect, it } from 'vitest';
import type { TaskView } from '$lib/api';
import { ahead, deedWords, firingTime } from '$lib/format';
import { missedTitle } from './missed';
import { scheduleWords } from './words';

describe('a schedule in words', () => {
  it('is read back as Go says it', () => {
    const schedule = { kind: 'cron', cron: '*/90 * * * *' } as const;
    expect(scheduleWords({ schedule, words: 'Every hour' })).toBe('Every hour');
  });

  it('has the date of a single time on this machine’s clock', () => {
    const at = new Date(2026, 10, 23, 9).getTime();
    expect(scheduleWords({ schedule: { kind: 'once', at }, words: 'Once' })).toMatch(
      /^Once, .*23 Nov 2026.*09:00/,
    );
  });

  it('shows a line that can’t be used as it is', () => {
    expect(scheduleWords({ schedule: { kind: 'cron', cron: '61 2' }, words: '' })).toBe('61 2');
  });
});

it('a firing is told on the clock of its zone, with the weekday', () => {
  const at = Date.UTC(2026, 10, 23, 11, 0);
  expect(firingTime(at, 'America/New_York')).toBe('Mon 23 Nov 2026, 06:00');
  expect(firingTime(at + 30_000, 'Europe/Berlin')).toBe('Mon 23 Nov 2026, 12:00:30');
});

it.each([
  [0, 'any moment'],
  [40_000, 'in 40 s'],
  [300_000, 'in 5 min'],
  [3 * 3_600_000, 'in 3 h'],
  [4 * 86_400_000, 'in 4 days'],
])('what is %d ms ahead is %s', (ms, words) => {
  const now = new Date(2026, 4, 4, 10).getTime();
  expect(ahead(now + ms, now)).toBe(words);
});

it('tomorrow is the day after, whatever the hour and however long the day', () => {
  const minute = 60_000;
  const start = Date.now();
  for (let now = start; now < start + 1440 * minute; now += 10 * minute) {
    for (let at = now + 1380 * minute; at < now + 1560 * minute; at += 10 * minute) {
      if (ahead(at, now) === 'tomorrow')
        expect(new Date(at).getDate()).not.toBe(new Date(now).getDate());
    }
  }
});

it('what was missed is counted and dated', () => {
  const now = Date.UTC(2026, 10, 25, 12);
  const missed = (name: string, count: number) =>
    ({
      name,
      schedule: { kind: 'cron', zone: 'UTC' },
      missed_firings: {
        count,
        first: Date.UTC(2026, 10, 23, 2),
        last: Date.UTC(2026, 10, 25, 2),
        made_up: 0,
      },
    }) as TaskView;
  expect(missedTitle([missed('Database backup', 3)], now)).toBe(
    '3 firings of Database backup were missed while Jobdeck was closed or asleep (Mon 02:00 – Wed 02:00)',
  );
  expect(missedTitle([missed('a', 1), missed('b', 4)], now)).toBe(
    '5 firings of 2 tasks were missed while Jobdeck was closed or asleep',
  );
});

it.each([
  ['start task', 'Started by hand'],
  ['pause task', 'Paused'],
  ['start', 'Created'],
  ['change setting slots', 'Changed setting slots'],
  ['export activity', 'Export activity'],
])('the audit log’s %j reads %j', (what, words) => {
  expect(deedWords({ what, after: '' })).toBe(words);
});
