import * as api from '$lib/api';
import type { Snapshot } from '$lib/api';

/** How many jobs the palette shows. */
const most = 6;
/** How long typing rests before it is looked for, in ms. */
const rest = 120;

/** Finds jobs for the palette while its text is typed. */
export class JobSearch {
  found = $state.raw<readonly Snapshot[]>([]);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  look(text: string): void {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    const wanted = text.trim();
    if (wanted === '') {
      this.found = [];
      return;
    }
    this.#timer = setTimeout(() => void this.#find(wanted, asked), rest);
  }

  clear(): void {
    this.look('');
  }

  async #find(text: string, asked: number): Promise<void> {
    let found: readonly Snapshot[] = [];
    try {
      found = await api.jobs((await api.jobIDs(text)).slice(0, most));
    } catch {
      // Half a filter is no filter yet; what can be done is found all the same.
    }
    if (asked === this.#asked) this.found = found;
  }
}
