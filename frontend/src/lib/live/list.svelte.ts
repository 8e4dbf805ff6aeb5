import type { JobID } from '$lib/api/types';

type List = (filter: string) => Promise<JobID[]>;

/** The ids of all jobs that match a filter, in the order in which they are shown. */
export class JobList {
  /** The filter whose jobs `ids` are. */
  filter = $state('');
  ids = $state.raw<readonly JobID[]>([]);
  /** The first answer has come. */
  loaded = $state(false);
  /** Why the last asking failed: a filter that is not understood, say. `ids` stay as they were. */
  problem = $state.raw<Error>();

  readonly #list: List;
  #asked = 0;
  #wanted = '';

  constructor(list: List) {
    this.#list = list;
  }

  /** Shows the jobs that match a filter. An answer that a later call overtook is dropped. */
  async show(filter: string): Promise<void> {
    this.#wanted = filter;
    const asked = ++this.#asked;
    try {
      const ids = await this.#list(filter);
      if (asked !== this.#asked) return;
      this.filter = filter;
      this.problem = undefined;
      this.loaded = true;
      if (!same(ids, this.ids)) this.ids = ids;
    } catch (cause) {
      if (asked !== this.#asked) return;
      this.problem = cause instanceof Error ? cause : new Error(String(cause));
    }
  }

  /** Asks again for the filter that was wanted last. */
  refresh(): Promise<void> {
    return this.show(this.#wanted);
  }
}

function same(a: readonly JobID[], b: readonly JobID[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
