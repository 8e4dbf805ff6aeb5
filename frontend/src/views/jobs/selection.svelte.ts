import { SvelteSet } from 'svelte/reactivity';
import type { JobID } from '$lib/api/types';
import type { Target } from '$lib/verbs';

/** Which jobs of the list are selected: some by id, or all that match the filter. */
export class Selection {
  readonly #ids = new SvelteSet<JobID>();
  #all = $state(false);
  /** Where a range begins. */
  #anchor: JobID | undefined;

  /** All that match the filter are selected, those not seen yet too. */
  get all(): boolean {
    return this.#all;
  }

  has(id: JobID): boolean {
    return this.#all || this.#ids.has(id);
  }

  /** How many are selected of a list. */
  count(listed: readonly JobID[]): number {
    return this.#all ? listed.length : this.#ids.size;
  }

  get empty(): boolean {
    return !this.#all && this.#ids.size === 0;
  }

  /** What a verb is done to. */
  target(filter: string, listed: readonly JobID[]): Target {
    return this.#all ? { filter, count: listed.length } : { ids: this.ids(listed) };
  }

  /** The selected jobs, in the list's order. */
  ids(listed: readonly JobID[]): JobID[] {
    return this.#all ? [...listed] : listed.filter((id) => this.#ids.has(id));
  }

  toggle(id: JobID, listed: readonly JobID[]): void {
    this.#anchor = id;
    if (this.#all) this.#choose(listed);
    if (!this.#ids.delete(id)) this.#ids.add(id);
  }

  /** Selects all from where the last one was toggled to here. */
  extend(id: JobID, listed: readonly JobID[]): void {
    const from = this.#anchor === undefined ? -1 : listed.indexOf(this.#anchor);
    const to = listed.indexOf(id);
    if (from < 0 || to < 0) {
      if (!this.has(id)) this.toggle(id, listed);
      return;
    }
    for (const between of listed.slice(Math.min(from, to), Math.max(from, to) + 1)) {
      this.#ids.add(between);
    }
  }

  selectAll(): void {
    this.#ids.clear();
    this.#all = true;
  }

  clear(): void {
    this.#ids.clear();
    this.#all = false;
    this.#anchor = undefined;
  }

  /**
   * Forgets what is not listed any more: nobody acts on what can't be seen. All of nothing ends with
   * the last one, or jobs that come later would be selected by nobody.
   */
  keep(listed: readonly JobID[]): void {
    if (listed.length === 0) this.#all = false;
    if (this.#ids.size === 0) return;
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- it lives for this call alone
    const left = new Set(listed);
    for (const id of [...this.#ids]) if (!left.has(id)) this.#ids.delete(id);
  }

  #choose(listed: readonly JobID[]): void {
    this.#all = false;
    for (const id of listed) this.#ids.add(id);
  }
}
