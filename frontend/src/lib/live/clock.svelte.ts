import { createSubscriber } from 'svelte/reactivity';
import { whileSeen } from './ticks';

/**
 * The time, for words like "resumes 14:05" and "oldest 12 s": it moves once a second, and only
 * while something on the screen reads it and the window is seen.
 */
export class Clock {
  readonly #subscribe = createSubscriber((moved) => whileSeen(moved, 1000));

  /** Milliseconds UTC. */
  get now(): number {
    this.#subscribe();
    return Date.now();
  }
}

export const clock = new Clock();
