// The audit log's lines as sentences: who did what from where, and what it changed.
import type { Entry } from '$lib/api';
import { byWords, deedWords } from '$lib/format';

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

/** The entries as lines, newest first. */
export function timelineLines(entries: Entry[]): TimelineLine[] {
  return entries.map(line).reverse();
}

function line(entry: Entry): TimelineLine {
  const after = entry.after.trim();
  return {
    id: entry.id,
    at: entry.at,
    what: deedWords(entry),
    by: byWords(entry.who, entry.origin),
    why: entry.why.trim(),
    before: entry.before.trim(),
    after,
    status: statuses.includes(after) ? after : '',
  };
}
