// A list's cursor and what is opened, for the keys that both lists of this page share.

const steps: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 15,
  PageUp: -15,
  Home: -Infinity,
  End: Infinity,
};

export class Rows<Row> {
  readonly #rows: () => readonly Row[];
  readonly #key: (row: Row) => string;
  /** The row that the cursor is on, and whether it is opened. */
  #at = $state<string>();
  opened = $state.raw<Row>();

  constructor(rows: () => readonly Row[], key: (row: Row) => string) {
    this.#rows = rows;
    this.#key = key;
  }

  /** The cursor's place; it stays on its row while rows are added above. -1 for none. */
  readonly index: number = $derived.by(() =>
    this.#at === undefined ? -1 : this.#rows().findIndex((row) => this.#key(row) === this.#at),
  );

  point(index: number): void {
    const row = this.#rows()[index];
    if (row === undefined) return;
    this.#at = this.#key(row);
    if (this.opened !== undefined) this.opened = row;
  }

  open(index: number): void {
    this.point(index);
    this.opened = this.#rows()[index];
  }

  close(): void {
    this.opened = undefined;
  }

  /** Moves the cursor or opens its row. True when the key was meant for the list. */
  key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const by = steps[event.key];
    const last = this.#rows().length - 1;
    if (by !== undefined) this.point(Math.min(last, Math.max(0, this.index + by)));
    else if (event.key === 'Enter' && this.index >= 0) this.open(this.index);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
