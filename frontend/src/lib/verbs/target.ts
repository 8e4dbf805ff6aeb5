import * as api from '$lib/api';
import type { JobID, Snapshot, Verb } from '$lib/api/types';
import { counted } from '$lib/format/number';
import { done } from '$lib/format/words';
import { deck } from '$lib/live';

/** What a verb is done to: jobs by id, or all that match a filter, `count` of them when it was pressed. */
export type Target = { ids: readonly JobID[] } | { filter: string; count: number };

/** How many jobs a target has. */
export function size(target: Target): number {
  return 'filter' in target ? target.count : target.ids.length;
}

/** The only job of a target, where there is just one. */
export function single(target: Target): JobID | undefined {
  return 'ids' in target && target.ids.length === 1 ? target.ids[0] : undefined;
}

/** What a verb would meet: the jobs that allow it, the number of others, and what the jobs hold. */
export interface Survey {
  allowed: Snapshot[];
  others: number;
}

/** Looks at every job of a target. Those that the window has not seen yet are fetched. */
export async function survey(verb: Verb, target: Target): Promise<Survey> {
  const ids = 'filter' in target ? await api.jobIDs(target.filter) : target.ids;
  await deck.jobs.want(ids);
  if (deck.jobs.problem) throw deck.jobs.problem;
  const snapshots = ids.flatMap((id) => deck.jobs.snapshot(id) ?? []);
  const allowed = snapshots.filter((job) => job.verbs.includes(verb));
  return { allowed, others: ids.length - allowed.length };
}

/** The items of jobs: "1,240 accounts"; of different kinds "1,240 rows". */
export function itemsOf(jobs: readonly Snapshot[], of: (job: Snapshot) => number): string {
  const nouns = new Set(jobs.map((job) => deck.noun(job.processor)));
  const noun = nouns.size === 1 ? ([...nouns][0] ?? 'row') : 'row';
  return counted(
    jobs.reduce((sum, job) => sum + of(job), 0),
    noun,
  );
}

/** What deleting jobs takes away: "1,240 accounts and their results". */
export function contents(jobs: readonly Snapshot[]): string {
  const results = jobs.reduce((sum, job) => sum + done(job), 0);
  const items = itemsOf(jobs, (job) => job.total);
  if (results === 0) return items;
  return `${items} and ${items.startsWith('1 ') ? 'its' : 'their'} results`;
}
