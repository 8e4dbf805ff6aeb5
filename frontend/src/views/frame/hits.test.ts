import { expect, it } from 'vitest';
import type { Snapshot } from '$lib/api';
import type { Command } from '$lib/keys';
import { hits } from './hits';

const command = (id: string, group: string, more: Partial<Command> = {}): Command => ({
  id,
  label: id,
  group,
  run: () => {},
  ...more,
});
const job = { id: 7, name: 'Abbott' } as Snapshot;

const commands = [
  command('About Jobdeck', 'Jobdeck'),
  command('New job', 'Jobs', { words: 'begin' }),
  command('Abandon', 'Jobs'),
  command('Up', 'Jobs', { keysOnly: true }),
  command('Never', 'Jobs', { when: () => false }),
  command('Run backup now', 'Schedules', { searched: true }),
];

/** What is shown: each heading with what stands under it. */
const shown = (text: string, found: Snapshot[] = []) =>
  hits(commands, found, text).map(({ group, hits }) => [
    group,
    ...hits.map((hit) => ('job' in hit ? hit.job.name : hit.command.id)),
  ]);

it('shows all that can be done before anything is typed, the app’s own last', () => {
  expect(shown('')).toEqual([
    ['Jobs', 'New job', 'Abandon'],
    ['Jobdeck', 'About Jobdeck'],
  ]);
});

it('puts first what begins with what is typed, then jobs, then what only contains it', () => {
  expect(shown('ab', [job])).toEqual([
    ['Jobs', 'Abandon'],
    ['Jobdeck', 'About Jobdeck'],
    ['Found jobs', 'Abbott'],
  ]);
  expect(shown('begin', [job])).toEqual([
    ['Found jobs', 'Abbott'],
    ['Jobs', 'New job'],
  ]);
});

it('finds some only by their words, and nothing that can’t be done', () => {
  expect(shown('backup')).toEqual([['Schedules', 'Run backup now']]);
  expect(shown('never')).toEqual([]);
});

it('shows jobs whose names don’t have the words: they were found otherwise', () => {
  expect(shown('status:running', [job])).toEqual([['Found jobs', 'Abbott']]);
});
