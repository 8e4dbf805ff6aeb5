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

  /** When an event told the snapshot last, by this window's clock: older answers are no news. */
  toldAt = -Infinity;

  constructor(id: JobID) {
    this.id = id;
  }
}
