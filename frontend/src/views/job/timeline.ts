// The audit log's lines as sentences: who did what from where, and what it changed.
import type { Entry } from '$lib/api';

export type TimelineLine = {
  id: number;
  at: number;
  /** "Paused", "Changed options". */
  what: string;
  /** "ada, from the window"; "Jobdeck, by itself". */
  by: string;
  why: string;
  before: string;
  after: string;
  /** The status that the entry led to, when it led to one. */
  status: string;
};

const statuses = [
  'queued',
  'running',
  'pausing',
  'paused',
  'cancelling',
  'cancelled',
  'completed',
  'failed',
];

const verbs: Record<string, string> = {
  create: 'Created',
  start: 'Created',
  start_aside: 'Created, to start later',
  take_slot: 'Started',
  pause: 'Asked to pause',
  pause_now: 'Asked to pause now',
  drain: 'Came to rest',
  resume: 'Resumed',
  cancel: 'Cancelled',
  complete: 'Completed',
  fail: 'Stopped with an error',
  requeue: 'Went on after a restart',
  set_aside: 'Set aside after a restart',
  retry: 'Retried the failed ones',
  delete: 'Deleted',
  undelete: 'Brought back',
  archive: 'Archived',
  unarchive: 'Brought back from the archive',
  duplicate: 'Duplicated',
  run_rest: 'Ran the rest as a new job',
  hold: 'Held everything',
  release: 'Lifted the hold',
};

const places: Record<string, string> = {
  window: 'from the window',
  tray: 'from the tray',
  notification: 'from a notification',
  'command line': 'from the command line',
  schedule: 'by a schedule',
  engine: 'by itself',
};

/** The entries as lines, newest first. */
export function timelineLines(entries: Entry[]): TimelineLine[] {
  return entries.map(line).reverse();
}

function line(entry: Entry): TimelineLine {
  const who = entry.who === '' || entry.who === 'jobdeck' ? 'Jobdeck' : entry.who;
  const place = places[entry.origin] ?? '';
  const after = entry.after.trim();
  return {
    id: entry.id,
    at: entry.at,
    what: whatWords(entry, after),
    by: place ? `${who}, ${place}` : who,
    why: entry.why.trim(),
    before: entry.before.trim(),
    after,
    status: statuses.includes(after) ? after : '',
  };
}

function whatWords(entry: Entry, after: string): string {
  const what = entry.what.trim();
  // A queued job pauses at once: nothing is in flight that it would wait for.
  if ((what === 'pause' || what === 'pause_now') && after === 'paused') return 'Paused';
  if (what === 'drain' && after === 'paused') return 'Paused';
  if (what === 'drain' && after === 'cancelled') return 'Cancelled';
  if (what === 'cancel' && after === 'cancelling') return 'Asked to cancel';
  const known = verbs[what.replaceAll(' ', '_')];
  if (known) return known;
  const words = what.replaceAll('_', ' ').replace(/^change /, 'changed ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
