// What was chosen last for a new job, kept in this window's storage: the next one begins with it.
// A list is never kept, and neither is an option with a key in it.

/** How a recipe was run last. */
export type RememberedRun = {
  concurrency?: number;
  rate?: number;
  retries?: number;
  errorLimit?: number;
};

export type Remembered = {
  recipe?: string;
  startPaused?: boolean;
  /** The processor's own options by recipe: one recipe's options mean nothing to another. */
  set?: Record<string, Record<string, string>>;
  /** By recipe as well: how gently to run is a matter of what is run. */
  runs?: Record<string, RememberedRun>;
};

const key = 'jobdeck.newjob.seen';
/** What an earlier version kept had keys in it. */
const before = 'jobdeck.newjob';

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function recall(store: Store = localStorage): Remembered {
  try {
    store.removeItem(before);
    const value: unknown = JSON.parse(store.getItem(key) ?? '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Remembered)
      : {};
  } catch {
    return {}; // what another version wrote is no reason not to start
  }
}

export function remember(value: Remembered, store: Store = localStorage): void {
  try {
    store.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage loses only the convenience.
  }
}
