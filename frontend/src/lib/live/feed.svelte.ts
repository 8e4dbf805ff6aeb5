/** A page of a feed, newest first, and what asks for the next one; nothing when it was the last. */
export interface FeedPage<Row, Cursor> {
  rows: Row[];
  next: Cursor | undefined;
}

interface Source<Row, Cursor> {
  page: (after: Cursor | undefined) => Promise<FeedPage<Row, Cursor>>;
  /** Tells rows apart. */
  key: (row: Row) => string | number;
}

/**
 * A list that grows at its top and is read towards its end, a page at a time: runs, what happened,
 * the log. Looking again brings what is new and what changed; what was read stays.
 */
export class Feed<Row, Cursor> {
  rows = $state.raw<readonly Row[]>([]);
  /** The first answer has come. */
  loaded = $state(false);
  /** There are older rows. */
  more = $state(false);
  /** Older rows are on their way. */
  reading = $state(false);
  problem = $state.raw<unknown>();

  readonly #source: Source<Row, Cursor>;
  #next: Cursor | undefined;
  #closed = false;
  #looking = false;
  #lookAgain = false;

  constructor(source: Source<Row, Cursor>) {
    this.#source = source;
  }

  /** Looks for what is new. While it looks, one further look is kept in mind. */
  async look(): Promise<void> {
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = true;
    try {
      const page = await this.#source.page(undefined);
      if (this.#closed) return;
      this.#merge(page);
      this.loaded = true;
      this.problem = undefined;
    } catch (error) {
      if (!this.#closed) this.problem = error;
    } finally {
      this.#looking = false;
    }
    if (!this.#lookAgain || this.#closed) return;
    this.#lookAgain = false;
    await this.look();
  }

  /** Reads on towards the end. */
  async older(): Promise<void> {
    if (this.reading || !this.more || this.#closed) return;
    this.reading = true;
    const from = this.#next;
    try {
      const page = await this.#source.page(from);
      // Another look may have begun the list anew meanwhile.
      if (this.#closed || from !== this.#next) return;
      const known = this.#keys(this.rows);
      this.rows = [...this.rows, ...page.rows.filter((row) => !known.has(this.#source.key(row)))];
      this.#goOn(page.next);
      this.problem = undefined;
    } catch (error) {
      if (!this.#closed) this.problem = error;
    } finally {
      this.reading = false;
    }
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Answers that still come are dropped. */
  close(): void {
    this.#closed = true;
  }

  /** The newest page in place of what it covers; where it does not reach what was read, in place of all. */
  #merge(page: FeedPage<Row, Cursor>): void {
    const fresh = this.#keys(page.rows);
    const reaches = this.rows.findLastIndex((row) => fresh.has(this.#source.key(row)));
    if (reaches < 0 || page.next === undefined) {
      this.rows = page.rows;
      this.#goOn(page.next);
      return;
    }
    this.rows = [...page.rows, ...this.rows.slice(reaches + 1)];
  }

  #goOn(next: Cursor | undefined): void {
    this.#next = next;
    this.more = next !== undefined;
  }

  #keys(rows: readonly Row[]): Set<string | number> {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- it lives for this call alone
    return new Set(rows.map((row) => this.#source.key(row)));
  }
}
