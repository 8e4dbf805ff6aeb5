// What a job's page knows beside the live snapshot: list, options, timeline, samples. It is asked
// again when the snapshot shows that it changed, and at most every few seconds while items come in.
import type { JobDetail, JobID, Snapshot } from '$lib/api';
import { Answer, Throttle } from '$lib/live';

export class JobPageState extends Answer<JobDetail> {
  readonly id: JobID;

  readonly #fetch: (id: JobID) => Promise<JobDetail>;
  readonly #asking: Throttle;
  #seen = '';
  #progress = -1;

  constructor(id: JobID, fetch: (id: JobID) => Promise<JobDetail>, interval = 3000) {
    super();
    this.id = id;
    this.#fetch = fetch;
    this.#asking = new Throttle(interval, () => void this.load());
  }

  get detail(): JobDetail | undefined {
    return this.value;
  }

  async load(): Promise<void> {
    await this.ask(() => this.#fetch(this.id));
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
    this.drop();
    this.#asking.stop();
  }
}
