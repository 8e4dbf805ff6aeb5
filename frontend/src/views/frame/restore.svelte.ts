import * as api from '$lib/api';
import type { Backup } from '$lib/api';

/** Putting a backup in the place of the database, for the page and the banner alike. */
export class Restoring {
  /** The backups there are, newest first; undefined until they are known. */
  backups = $state.raw<readonly Backup[]>();
  /** The path of the one that is chosen. */
  chosen = $state('');
  busy = $state(false);
  error = $state.raw<unknown>();

  readonly #reload: () => void;

  constructor(reload: () => void = () => location.reload()) {
    this.#reload = reload;
  }

  get backup(): Backup | undefined {
    return this.backups?.find((backup) => backup.path === this.chosen);
  }

  async load(): Promise<void> {
    try {
      this.backups = await api.backups();
      this.chosen = this.backups[0]?.path ?? '';
    } catch (cause) {
      this.error = cause;
    }
  }

  /** All the window knows is of the old database: it begins anew. */
  async restore(): Promise<void> {
    if (this.busy || !this.backup) return;
    this.busy = true;
    this.error = undefined;
    try {
      await api.restore(this.chosen);
      this.#reload();
    } catch (cause) {
      this.error = cause;
      this.busy = false;
    }
  }
}
