import { createSubscriber } from 'svelte/reactivity';

/**
 * The time, for words like "resumes 14:05" and "oldest 12 s": it moves once a second, and only
 * while something on the screen reads it.
 */
export class Clock {
  readonly #subscribe = createSubscriber((moved) => {
    const timer = setInterval(moved, 1000);
    return () => clearInterval(timer);
  });

  /** Milliseconds UTC. */
  get now(): number {
    this.#subscribe();
    return Date.now();
  }
}

export const clock = new Clock();
