import { SvelteMap } from 'svelte/reactivity';
import type { JobID, Verb } from '$lib/api/types';
import type { Target } from './target';

/** The verbs that were pressed and have no answer yet: their buttons show it and can't be pressed twice. */
class Underway {
  readonly #jobs = new SvelteMap<JobID, Verb>();
  /** The verb that is under way on all that match a filter. */
  all = $state<Verb>();
  /** The verb that is under way on more than one job. */
  bulk = $state<Verb>();

  /** The verb under way on a job, or nothing. */
  of(id: JobID): Verb | undefined {
    return this.#jobs.get(id) ?? this.all;
  }

  /** Marks a target as busy; gives back what ends that, or nothing when it is busy already. */
  begin(verb: Verb, target: Target): (() => void) | undefined {
    if ('filter' in target) return this.#beginAll(verb);
    if (target.ids.some((id) => this.of(id) !== undefined)) return undefined;
    for (const id of target.ids) this.#jobs.set(id, verb);
    if (target.ids.length > 1) this.bulk = verb;
    return () => {
      for (const id of target.ids) this.#jobs.delete(id);
      if (target.ids.length > 1) this.bulk = undefined;
    };
  }

  #beginAll(verb: Verb): (() => void) | undefined {
    if (this.all !== undefined || this.#jobs.size > 0) return undefined;
    this.all = verb;
    this.bulk = verb;
    return () => {
      this.all = undefined;
      this.bulk = undefined;
    };
  }
}

export const underway = new Underway();
