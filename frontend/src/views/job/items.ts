// What the list of a job's items is made of, apart from drawing it: two ways to page through up to a
// million items. WholeList knows where each row is (row = seq - 1) and fetches only what is looked
// at; FilteredList walks onwards by key. Both keep showing what they have while they ask again, so
// that nothing flickers.
import type { ItemPage, ItemQuery, ItemView } from '$lib/api';

/** Asks Go for a page. */
export type FetchItems = (query: Omit<ItemQuery, 'job'>) => Promise<ItemPage>;

/** A list of items as the screen draws it. */
export interface ItemList {
  /** How many rows there are to scroll through, as far as known. */
  readonly count: number;
  /** The item at a row, or undefined while it loads. */
  at(row: number): ItemView | undefined;
  /** The row of an item, or -1 when this list does not hold it. */
  rowOf(seq: number): number;
  /** Says which rows are looked at: they are fetched when missing or out of date. */
  look(first: number, last: number): void;
  /** Says that items may have changed: what is looked at is asked again, the rest when it is looked at. */
  refresh(): void;
  /** Whether the first page has come. */
  readonly ready: boolean;
  readonly error: unknown;
  close(): void;
}

const pageSize = 100;
const pagesKept = 60;
const fetchesAtOnce = 2;

type Page = { items: ItemView[]; round: number; used: number };

/** All items of a job in order. */
export class WholeList implements ItemList {
  count: number;
  ready = false;
  error: unknown = undefined;
  readonly #fetch: FetchItems;
  readonly #changed: () => void;
  readonly #pages = new Map<number, Page>();
  readonly #underway = new Set<number>();
  #first = 0;
  #last = 30;
  #round = 0;
  #clock = 0;
  #closed = false;

  constructor(fetch: FetchItems, count: number, changed: () => void) {
    this.#fetch = fetch;
    this.count = count;
    this.#changed = changed;
    if (count === 0) this.ready = true;
  }

  at(row: number): ItemView | undefined {
    return this.#pages.get(Math.floor(row / pageSize))?.items[row % pageSize];
  }

  rowOf(seq: number): number {
    return seq >= 1 && seq <= this.count ? seq - 1 : -1;
  }

  look(first: number, last: number): void {
    this.#first = Math.max(0, first);
    this.#last = Math.max(this.#first, Math.min(last, this.count - 1));
    this.#pump();
  }

  refresh(): void {
    this.#round++;
    this.#pump();
  }

  close(): void {
    this.#closed = true;
  }

  /** Fetches what is looked at and missing or out of date, a few pages at once: dragging the
   *  scroll bar over a million rows asks only for where it stops. */
  #pump(): void {
    if (this.#closed) return;
    for (const number of this.#wanted()) {
      if (this.#underway.size >= fetchesAtOnce) return;
      if (!this.#underway.has(number)) void this.#load(number);
    }
  }

  #wanted(): number[] {
    if (this.count === 0) return [];
    const wanted: number[] = [];
    for (let n = Math.floor(this.#first / pageSize); n <= Math.floor(this.#last / pageSize); n++) {
      const page = this.#pages.get(n);
      if (page) page.used = ++this.#clock;
      if (!page || page.round < this.#round) wanted.push(n);
    }
    // What is missing comes before what is only out of date.
    return wanted.sort((a, b) => Number(this.#pages.has(a)) - Number(this.#pages.has(b)) || a - b);
  }

  async #load(number: number): Promise<void> {
    const round = this.#round;
    this.#underway.add(number);
    try {
      const page = await this.#fetch({
        outcome: '',
        text: '',
        after: number * pageSize,
        limit: pageSize,
      });
      if (this.#closed) return;
      this.#pages.set(number, { items: page.items, round, used: ++this.#clock });
      this.#forget();
      this.ready = true;
      this.error = undefined;
    } catch (error) {
      if (this.#closed) return;
      this.error = error;
      this.#underway.delete(number);
      this.#changed();
      return; // asked again with the next look or refresh
    }
    this.#underway.delete(number);
    this.#changed();
    this.#pump();
  }

  /** Drops the pages longest out of sight. */
  #forget(): void {
    if (this.#pages.size <= pagesKept) return;
    const oldest = [...this.#pages].sort((a, b) => a[1].used - b[1].used);
    for (const [number] of oldest.slice(0, this.#pages.size - pagesKept))
      this.#pages.delete(number);
  }
}

const chunk = 200;

/** The items that match an outcome or a text, in order. */
export class FilteredList implements ItemList {
  ready = false;
  error: unknown = undefined;
  readonly #fetch: FetchItems;
  readonly #outcome: ItemQuery['outcome'];
  readonly #text: string;
  readonly #changed: () => void;
  #items: ItemView[] = [];
  #more = true;
  #first = 0;
  #last = 30;
  #round = 0;
  #asked = 0; // the round for which the rows looked at were asked last
  #busy = false;
  #closed = false;

  constructor(fetch: FetchItems, outcome: ItemQuery['outcome'], text: string, changed: () => void) {
    this.#fetch = fetch;
    this.#outcome = outcome;
    this.#text = text;
    this.#changed = changed;
  }

  get count(): number {
    return this.#items.length + (this.#more && this.ready ? 1 : 0);
  }

  /** How many are known to match; whether there are more is told by more. */
  get known(): number {
    return this.#items.length;
  }

  get more(): boolean {
    return this.#more;
  }

  at(row: number): ItemView | undefined {
    return this.#items[row];
  }

  rowOf(seq: number): number {
    const row = firstAfter(this.#items, seq - 1);
    return this.#items[row]?.seq === seq ? row : -1;
  }

  look(first: number, last: number): void {
    const moved = first !== this.#first || last !== this.#last;
    this.#first = Math.max(0, first);
    this.#last = Math.max(this.#first, last);
    if (moved && this.#round > 0) this.#asked = Math.min(this.#asked, this.#round - 1);
    void this.#pump();
  }

  refresh(): void {
    this.#round++;
    void this.#pump();
  }

  close(): void {
    this.#closed = true;
  }

  async #pump(): Promise<void> {
    if (this.#busy || this.#closed) return;
    this.#busy = true;
    try {
      for (;;) {
        if (this.#more && this.#last + 20 >= this.#items.length) await this.#onwards();
        else if (this.#asked < this.#round) await this.#again();
        else break;
        if (this.#closed) return;
        this.error = undefined;
        this.ready = true;
        this.#changed();
      }
    } catch (error) {
      if (this.#closed) return;
      this.error = error;
      this.#changed();
    } finally {
      this.#busy = false;
    }
  }

  async #onwards(): Promise<void> {
    const after = this.#items.at(-1)?.seq ?? 0;
    const page = await this.#fetch({
      outcome: this.#outcome,
      text: this.#text,
      after,
      limit: chunk,
    });
    this.#items = [...this.#items, ...page.items];
    this.#more = page.more;
  }

  /** Asks again for the rows looked at: items come into a filter and leave it while a job runs. */
  async #again(): Promise<void> {
    const round = this.#round;
    const first = Math.min(this.#first, this.#items.length);
    const after = this.#items[first - 1]?.seq ?? 0;
    const limit = Math.min(500, Math.max(50, this.#last - first + 51));
    const page = await this.#fetch({ outcome: this.#outcome, text: this.#text, after, limit });
    this.#items = merge(this.#items, after, page);
    // Beyond what was asked, others may have come: the end is known only when the answer held it.
    this.#more = page.more;
    this.#asked = round;
  }
}

/** Puts a fresh page in place of what was known after a key: up to the page's last item, or, when
 *  the page is the last one, to the end. */
export function merge(known: ItemView[], after: number, page: ItemPage): ItemView[] {
  const before = known.slice(0, firstAfter(known, after));
  if (!page.more) return [...before, ...page.items];
  const last = page.items.at(-1)?.seq ?? after;
  return [...before, ...page.items, ...known.slice(firstAfter(known, last))];
}

/** The place of the first item with a greater seq. */
function firstAfter(items: ItemView[], seq: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.seq ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
