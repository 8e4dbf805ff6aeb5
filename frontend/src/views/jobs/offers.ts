import type { Snapshot, Verb } from '$lib/api/types';
import { transport } from '$lib/verbs';

/** Which verbs a selection is offered, and on how many of its jobs each would work. */
export interface Offer {
  verb: Verb;
  count: number;
}

const offered: readonly Verb[] = [
  'pause',
  'resume',
  'cancel',
  'retry',
  'archive',
  'unarchive',
  'undelete',
  'delete',
];

/** Counts, over jobs, the verbs that Go allows on each. What none allows is left out. */
export function offers(jobs: readonly Snapshot[]): Offer[] {
  const counts = new Map<Verb, number>();
  for (const job of jobs) {
    const { primary, secondary, more } = transport(job);
    for (const control of [primary, secondary, ...more]) {
      if (control && !control.busy) counts.set(control.verb, (counts.get(control.verb) ?? 0) + 1);
    }
  }
  return offered.flatMap((verb) => {
    const count = counts.get(verb) ?? 0;
    return count > 0 ? { verb, count } : [];
  });
}
