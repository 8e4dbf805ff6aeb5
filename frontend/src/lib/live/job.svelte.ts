import type { JobID, Snapshot } from '$lib/api/types';

/**
 * One job, as the window knows it. Each has a signal of its own: what shows a job is drawn again
 * when that job changes, and nothing else is.
 */
export class LiveJob {
  readonly id: JobID;

  /** The newest snapshot; undefined until it was fetched. Replaced as a whole, never changed. */
  snapshot = $state.raw<Snapshot>();

  /** The job is deleted and purged, or never was. */
  gone = $state(false);

  /** The jobs' age when this was known: it is outdated when they are older. -1: nothing is known. */
  age = -1;

  /** The turn in which an event told the snapshot last: answers that were asked for before are no news. */
  toldAt = 0;

  constructor(id: JobID) {
    this.id = id;
  }
}
