import type { JobID } from '$lib/api/types';
import { Answer } from './answer.svelte';

type List = (filter: string) => Promise<JobID[]>;

/**
 * The ids of all jobs that match a filter, in the order in which they are shown. When an asking fails, for a filter that
 * is not understood, say, they stay as they were.
 */
export class JobList extends Answer<readonly JobID[]> {
  /** The filter whose jobs `ids` are. */
  filter = $state('');
  ids = $state.raw<readonly JobID[]>([]);

  readonly #list: List;
  #wanted = '';

  constructor(list: List) {
    super();
    this.#list = list;
  }

  /** Shows the jobs that match a filter. An answer that a later call overtook is dropped. */
  async show(filter: string): Promise<void> {
    this.#wanted = filter;
    await this.ask(
      () => this.#list(filter),
      (ids) => {
        this.filter = filter;
        if (!same(ids, this.ids)) this.ids = ids;
      },
    );
  }

  /** Asks again for the filter that was wanted last. */
  refresh(): Promise<void> {
    return this.show(this.#wanted);
  }
}

function same(a: readonly JobID[], b: readonly JobID[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
