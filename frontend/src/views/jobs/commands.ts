import type { Command } from '$lib/keys';
import { verbs, type JobID, type Verb } from '$lib/api/types';
import { exportByID, keysOf, moveJob, undoLast } from '$lib/verbs';
import type { JobsScreen } from './screen.svelte';

/** Where the list's keys lead beyond the list. */
export interface Ways {
  open: (id: JobID) => void;
  /** Puts the focus into the filter field. */
  filter: () => void;
  /** The list is what the person works with now. */
  active: () => boolean;
  /** The job under the cursor is marked: nothing beside the list has the focus. */
  marked: () => boolean;
  /** Puts the focus where the cursor is. */
  follow: () => void;
}

/** What can be done in the list of jobs, with its keys. */
export function listCommands(screen: JobsScreen, ways: Ways): Command[] {
  const listed = () => ways.active() && screen.ids.length > 0;
  const here = () => ways.marked() && screen.cursor !== undefined;
  const chosen = () => (ways.active() && !screen.selection.empty) || here();
  const withCursor = (run: (id: JobID) => void) => () => {
    if (screen.cursor !== undefined) run(screen.cursor);
  };
  const does = (verb: Verb, when: () => boolean) => ({
    id: `jobs.${verb}`,
    label: verbs[verb].label,
    keys: keysOf(verb),
    when,
    run: () => screen.act(verb),
  });
  return [
    ...moving(screen, listed, ways.follow),
    {
      id: 'jobs.open',
      label: 'Open the job',
      keys: 'Enter',
      when: here,
      run: withCursor(ways.open),
    },
    {
      id: 'jobs.pause',
      label: 'Pause or resume',
      keys: 'Space',
      when: chosen,
      run: () => screen.pauseOrResume(),
    },
    ...(['cancel', 'retry', 'delete'] as const).map((verb) => does(verb, chosen)),
    {
      id: 'jobs.export',
      label: 'Export',
      keys: 'e',
      when: here,
      run: withCursor((id) => void exportByID(id)),
    },
    does('archive', chosen),
    {
      id: 'jobs.duplicate',
      label: 'Duplicate',
      when: here,
      run: () => screen.act('duplicate', ways.open),
    },
    {
      id: 'jobs.undo',
      label: 'Undo the last delete or archive',
      group: 'Jobdeck',
      keys: '$mod+z',
      run: () => void undoLast(),
    },
    {
      id: 'jobs.up',
      label: 'Move up in the queue',
      keys: 'Alt+ArrowUp',
      when: here,
      run: withCursor((id) => void moveJob(id, 'up')),
    },
    {
      id: 'jobs.down',
      label: 'Move down in the queue',
      keys: 'Alt+ArrowDown',
      when: here,
      run: withCursor((id) => void moveJob(id, 'down')),
    },
    { id: 'jobs.filter', label: 'Filter', keys: '/', when: ways.active, run: ways.filter },
    ...selecting(screen, listed, here),
  ].map((command) => ({ group: 'Job list', ...command }));
}

function moving(screen: JobsScreen, when: () => boolean, follow: () => void) {
  const key = (id: string, label: string, keys: string, run: () => void) => ({
    id: `jobs.${id}`,
    label,
    keys,
    when,
    run: () => {
      run();
      follow();
    },
    keysOnly: true,
    repeats: true,
  });
  return [
    key('next', 'Next job', 'ArrowDown', () => screen.move(1)),
    key('previous', 'Previous job', 'ArrowUp', () => screen.move(-1)),
    key('page down', 'A page down', 'PageDown', () => screen.page(1)),
    key('page up', 'A page up', 'PageUp', () => screen.page(-1)),
    key('first', 'First job', 'Home', () => screen.moveToFirst()),
    key('last', 'Last job', 'End', () => screen.moveToLast()),
  ];
}

function selecting(screen: JobsScreen, listed: () => boolean, here: () => boolean) {
  return [
    {
      id: 'jobs.select',
      label: 'Select',
      keys: 'x',
      when: here,
      keysOnly: true,
      run: () => {
        if (screen.cursor !== undefined) screen.selection.toggle(screen.cursor, screen.ids);
      },
    },
    {
      id: 'jobs.extend',
      label: 'Select a range',
      keys: 'Shift+x',
      when: here,
      keysOnly: true,
      run: () => {
        if (screen.cursor !== undefined) screen.selection.extend(screen.cursor, screen.ids);
      },
    },
    {
      id: 'jobs.select all',
      label: 'Select all that match',
      keys: '$mod+a',
      when: listed,
      run: () => screen.selection.selectAll(),
    },
    {
      id: 'jobs.clear',
      label: 'Clear the selection',
      keys: 'Escape',
      when: () => listed() && !screen.selection.empty,
      keysOnly: true,
      run: () => screen.selection.clear(),
    },
  ];
}
