/* eslint-disable svelte/prefer-svelte-reactivity -- each job has a signal of its own; nothing watches the collections */

import { untrack } from 'svelte';
import type { JobID, Snapshot } from '$lib/api/types';
import { LiveJob } from './job.svelte';

/** How many snapshots are asked for in one call. */
const pageSize = 200;

type Fetch = (ids: readonly JobID[]) => Promise<Snapshot[]>;

/**
 * The jobs the window has seen, by id. Snapshots come in two ways: events replace them, and answers
 * bring them, to a change or to what a screen wants to show. An answer that was asked for before an
 * event came is older than that event, and is dropped: numbers never jump back. Of many jobs that change at once no
 * event tells each: then all that is known is outdated, and fetched again once it is wanted.
 */
export class Jobs {
  /** Counts how often all that is known became outdated: what shows jobs wants them again then. */
  age = $state(0);
  /** What went wrong with the last fetch: screens show it with a way to try again. */
  problem = $state.raw<Error>();

  readonly #jobs = new Map<JobID, LiveJob>();
  readonly #fetch: Fetch;
  /** Counts askings and events: which came first. No clock tells, theirs stand still for a millisecond. */
  #turn = 0;
  #wanted = new Set<JobID>();
  #asked = new Set<JobID>();
  #askedAge = 0;
  #working: Promise<void> | undefined;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
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

  /** Takes over what an event told. */
  tell(snapshot: Snapshot): void {
    const job = this.job(snapshot.id);
    job.toldAt = ++this.#turn;
    job.age = untrack(() => this.age);
    job.gone = false;
    job.snapshot = snapshot;
  }

  /** Takes over what the answer to a change tells, once it is there. */
  async answered<Answer extends Snapshot | undefined>(answer: Promise<Answer>): Promise<Answer> {
    const asked = ++this.#turn;
    const age = this.age;
    const snapshot = await answer;
    if (snapshot) this.#takeAnswer(snapshot, asked, age);
    return snapshot;
  }

  /** Fetches those of the jobs of which nothing is known that is up to date. Resolves when it is. */
  want(ids: Iterable<JobID>): Promise<void> {
    const age = untrack(() => this.age);
    for (const id of ids) {
      const underway = this.#asked.has(id) && this.#askedAge === age;
      if (this.job(id).age === age || underway) continue;
      // Wanted once more, it is among the last wanted.
      this.#wanted.delete(id);
      this.#wanted.add(id);
    }
    return this.#work();
  }

  /** Takes all that is known for outdated. It stays on the screens until the answer is there. */
  outdate(): void {
    this.age++;
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
    this.#askedAge = this.age;
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
    const asked = ++this.#turn;
    const age = this.age;
    const snapshots = await this.#fetch(ids);
    const missing = new Set(ids);
    for (const snapshot of snapshots) {
      missing.delete(snapshot.id);
      this.#takeAnswer(snapshot, asked, age);
    }
    for (const id of missing) {
      const job = this.job(id);
      if (job.toldAt >= asked) continue;
      job.age = age;
      job.gone = true;
    }
  }

  #takeAnswer(snapshot: Snapshot, asked: number, age: number): void {
    const job = this.job(snapshot.id);
    if (job.toldAt >= asked) return;
    job.age = age;
    job.gone = false;
    job.snapshot = snapshot;
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
