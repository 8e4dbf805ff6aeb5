import * as api from '$lib/api';
import { deck } from '$lib/live';
import { tellError } from '$lib/verbs';

/** Holding and lifting, for the button, the banner, the rail, the palette and the keys alike. */
class Holding {
  /** The question for reason and time is open. */
  asking = $state(false);
  busy = $state(false);

  /** Lifts the hold at once, or asks why and until when to hold. */
  toggle(): void {
    if (this.busy) return;
    if (deck.hold.held) void this.lift();
    else this.asking = true;
  }

  /** Holds everything. until: ms UTC, 0 for until somebody lifts it. */
  async hold(why: string, until: number): Promise<boolean> {
    return this.#change(() => api.hold({ why, until }), 'hold everything');
  }

  async lift(): Promise<boolean> {
    return this.#change(() => api.release(), 'lift the hold');
  }

  async #change(call: () => Promise<api.Hold>, doing: string): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      deck.hold = await call();
      return true;
    } catch (cause) {
      tellError(cause, doing);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

export const holding = new Holding();
