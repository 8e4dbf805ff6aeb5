// What a job's page knows beside the live snapshot: list, options, timeline, samples. It is asked
// again when the snapshot shows that it changed, and at most every few seconds while items come in.
import type { JobDetail, JobID, Snapshot } from '$lib/api';
import { Throttle } from '$lib/live';

export class JobPageState {
  readonly id: JobID;
  detail = $state.raw<JobDetail>();
  problem = $state.raw<unknown>();

  readonly #fetch: (id: JobID) => Promise<JobDetail>;
  readonly #asking: Throttle;
  #asked = 0;
  #seen = '';
  #progress = -1;

  constructor(id: JobID, fetch: (id: JobID) => Promise<JobDetail>, interval = 3000) {
    this.id = id;
    this.#fetch = fetch;
    this.#asking = new Throttle(interval, () => void this.load());
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const detail = await this.#fetch(this.id);
      if (asked !== this.#asked) return;
      this.detail = detail;
      this.problem = undefined;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.problem = error;
    }
  }

  /** Takes notice of a snapshot: a changed status or option is asked for at once, progress soon. */
  follow(snapshot: Snapshot): void {
    const seen = [
      snapshot.status,
      snapshot.reason,
      snapshot.name,
      snapshot.priority,
      snapshot.concurrency,
      snapshot.rate_per_minute,
      snapshot.retries,
      snapshot.archived,
      snapshot.resumes_at,
    ].join('\n');
    const progress = snapshot.succeeded + snapshot.failed + snapshot.skipped;
    const first = this.#seen === '';
    const changed = !first && seen !== this.#seen;
    const moved = !first && progress !== this.#progress;
    this.#seen = seen;
    this.#progress = progress;
    if (changed) void this.load();
    else if (moved) this.#asking.ask();
  }

  close(): void {
    this.#asked++;
    this.#asking.stop();
  }
}
