import * as api from '$lib/api';
import type { Snapshot } from '$lib/api';
import { Answer } from '$lib/live';

/** How many jobs the palette shows. */
const most = 6;
/** How long typing rests before it is looked for, in ms. */
const rest = 120;

/** Finds jobs for the palette while its text is typed. */
export class JobSearch {
  readonly #answer = new Answer<readonly Snapshot[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  get found(): readonly Snapshot[] {
    return this.#answer.value ?? [];
  }

  look(text: string): void {
    clearTimeout(this.#timer);
    this.#answer.drop();
    const wanted = text.trim();
    if (wanted === '') {
      this.#answer.value = [];
      return;
    }
    this.#timer = setTimeout(() => void this.#answer.ask(() => find(wanted)), rest);
  }

  clear(): void {
    this.look('');
  }
}

async function find(text: string): Promise<readonly Snapshot[]> {
  try {
    return await api.jobs((await api.jobIDs(text)).slice(0, most));
  } catch {
    return []; // Half a filter is no filter yet; what can be done is found all the same.
  }
}
