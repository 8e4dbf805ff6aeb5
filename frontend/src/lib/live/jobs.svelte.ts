/* eslint-disable svelte/prefer-svelte-reactivity -- each job has a signal of its own; nothing watches the collections */

import type { JobID, Snapshot } from '$lib/api/types';
import { LiveJob } from './job.svelte';

/** How many snapshots are asked for in one call. */
const pageSize = 200;

type Fetch = (ids: readonly JobID[]) => Promise<Snapshot[]>;

/**
 * The jobs the window has seen, by id. Snapshots come in two ways: events replace them, and what a
 * screen wants to show is fetched. An answer that was asked for before an event came is older
 * than that event, and is dropped: numbers never jump back.
 */
export class Jobs {
  /** What went wrong with the last fetch: screens show it with a way to try again. */
  problem = $state.raw<Error>();

  readonly #jobs = new Map<JobID, LiveJob>();
  readonly #fetch: Fetch;
  readonly #now: () => number;
  #wanted = new Set<JobID>();
  #asked = new Set<JobID>();
  #working: Promise<void> | undefined;

  constructor(fetch: Fetch, now: () => number = () => performance.now()) {
    this.#fetch = fetch;
    this.#now = now;
  }

  /** The job with this id; its snapshot may still be missing. The same object for the same id, always. */
  job(id: JobID): LiveJob {
    let job = this.#jobs.get(id);
    if (!job) {
      job = outside(() => new LiveJob(id));
      this.#jobs.set(id, job);
    }
    return job;
  }

  /** The snapshot an id has now, or nothing. */
  snapshot(id: JobID): Snapshot | undefined {
    return this.#jobs.get(id)?.snapshot;
  }

  /** Takes over what an event or the answer to a change told. */
  tell(snapshot: Snapshot): void {
    const job = this.job(snapshot.id);
    job.toldAt = this.#now();
    job.gone = false;
    job.snapshot = snapshot;
  }

  /** Fetches those of the jobs that have no snapshot yet. Resolves when they have. */
  want(ids: Iterable<JobID>): Promise<void> {
    for (const id of ids) {
      const job = this.job(id);
      if (!job.snapshot && !job.gone && !this.#asked.has(id)) this.#wanted.add(id);
    }
    return this.#work();
  }

  /** Fetches the jobs again, whatever is known of them. */
  refresh(ids: Iterable<JobID>): Promise<void> {
    for (const id of ids) this.#wanted.add(id);
    return this.#work();
  }

  /** Every job that has a snapshot. */
  known(): LiveJob[] {
    return [...this.#jobs.values()].filter((job) => job.snapshot !== undefined);
  }

  #work(): Promise<void> {
    // One call at a time: scrolling fast asks for much and needs only what it ends at.
    this.#working ??= this.#drain();
    return this.#working;
  }

  async #drain(): Promise<void> {
    // What was wanted in the same turn goes out together.
    await Promise.resolve();
    while (this.#wanted.size > 0) await this.#next();
    // In the same turn as the last look at what is wanted: whoever wants more starts anew.
    this.#working = undefined;
  }

  async #next(): Promise<void> {
    // The last wanted first: it is what the screen shows by now.
    const ids = [...this.#wanted].slice(-pageSize);
    for (const id of ids) this.#wanted.delete(id);
    this.#asked = new Set(ids);
    try {
      await this.#load(ids);
      this.problem = undefined;
    } catch (cause) {
      this.#wanted.clear();
      this.problem = cause instanceof Error ? cause : new Error(String(cause));
    } finally {
      this.#asked.clear();
    }
  }

  async #load(ids: JobID[]): Promise<void> {
    const asked = this.#now();
    const snapshots = await this.#fetch(ids);
    const missing = new Set(ids);
    for (const snapshot of snapshots) {
      missing.delete(snapshot.id);
      const job = this.job(snapshot.id);
      if (job.toldAt >= asked) continue;
      job.gone = false;
      job.snapshot = snapshot;
    }
    for (const id of missing) {
      const job = this.job(id);
      if (job.toldAt < asked) job.gone = true;
    }
  }
}

/**
 * Makes something outside of whatever is being worked out: Svelte takes a signal that is made
 * while a value is derived for that value's own affair, and would not derive it anew.
 */
function outside<Made>(make: () => Made): Made {
  let made: Made | undefined;
  $effect.root(() => {
    made = make();
  })();
  return made as Made;
}
