// A task's runs, newest first, as its drawer lists and draws them.
import * as api from '$lib/api';
import type { Run, RunID, RunOutcome, TaskID } from '$lib/api';
import { Feed } from '$lib/live';

const pageSize = 50;

/** The runs of a task that match, a page at a time. */
export function runFeed(task: TaskID, outcome: RunOutcome | '', text: string): Feed<Run, RunID> {
  return new Feed<Run, RunID>({
    key: (run) => run.id,
    page: async (before) => {
      const { runs, more } = await api.runs({
        task,
        outcomes: outcome === '' ? [] : [outcome],
        text,
        before: before ?? 0,
        limit: pageSize,
      });
      return { rows: runs, next: more ? runs.at(-1)?.id : undefined };
    },
  });
}

/** The filters above the history. */
export const runFilters: readonly { id: RunOutcome | ''; label: string }[] = [
  { id: '', label: 'All' },
  { id: 'completed', label: 'Completed' },
  { id: 'failed', label: 'Failed' },
  { id: 'cancelled', label: 'Cancelled' },
  { id: 'skipped', label: 'Skipped' },
  { id: 'missed', label: 'Missed' },
];

/** The length that fills the chart: the longest run, at least a millisecond. */
export function chartScale(runs: readonly Run[]): number {
  return Math.max(1, ...runs.map((run) => run.duration_ms));
}
