import { SvelteMap } from 'svelte/reactivity';
import * as api from '$lib/api';
import type { Hold, LiveEvent, ProcessorSpec, Summary, Work } from '$lib/api/types';
import { noHold } from './hold';
import { Jobs } from './jobs.svelte';
import { Inbox } from './news.svelte';
import { Tasks } from './tasks.svelte';
import { Throttle } from './throttle';
import { whileSeen } from './ticks';

/** How long a work must last to be worth showing, and how long an ended one stays to be seen, in ms. */
const workMatters = 400;
const workLingers = 4000;
/** The headline's sparkline: a point every two seconds, over two minutes. */
const rateInterval = 2000;
const ratePoints = 60;

/**
 * What the window knows of the deck: fed by events, read by screens, changed by nobody else. There
 * is one in the window, [deck]; tests make their own.
 */
export class Deck {
  readonly jobs = new Jobs((ids) => api.jobs(ids));
  readonly tasks = new Tasks(() => api.tasks());
  readonly inbox = new Inbox(() => api.news());

  /** Counts by status, done today, rate; undefined until it was told. */
  overview = $state.raw<Summary>();
  /** The global pause. */
  hold = $state.raw<Hold>(noHold);
  /** Imports, exports and purges under way, by id; those that ended linger for a moment. */
  readonly work = new SvelteMap<string, Work>();
  /** Counts the changes of which jobs there are, their order or statuses: lists ask again when it moves. */
  listVersion = $state(0);
  /** Counts the changes of settings and recipes: what shows them asks again when it moves. */
  settingsVersion = $state(0);
  /** Items a minute over the last two minutes, oldest first. */
  rates = $state.raw<readonly number[]>([]);
  /** Why the deck's state could not be read. */
  problem = $state.raw<Error>();

  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
  readonly #young = new Map<string, Work>();
  #specs = $state.raw<readonly ProcessorSpec[]>([]);
  /** How many times counts were asked for, and which answer is shown: an older one is dropped. */
  #counts = 0;
  #counted = 0;
  readonly #counting = new Throttle(500, () => void this.#count());
  readonly #listing = new Throttle(150, () => this.listVersion++);
  readonly #outdating = new Throttle(150, () => this.jobs.outdate());

  /** Reads the state and follows the events; gives back what ends it. */
  start(): () => void {
    const stopLive = api.onLive((events) => this.take(events));
    const stopSampling = whileSeen(() => this.#sample(), rateInterval);
    void this.#describe();
    void this.tasks.load();
    void this.inbox.load();
    this.#counting.ask();
    return () => {
      stopLive();
      stopSampling();
      this.#counting.stop();
      this.#listing.stop();
      this.#outdating.stop();
    };
  }

  /** What an item of a processor is called: "account" or "row". */
  noun(processor: string): string {
    return this.#specs.find((spec) => spec.name === processor)?.noun || 'row';
  }

  /** What a processor is called on screens: "Clean". */
  processorLabel(processor: string): string {
    return this.#specs.find((spec) => spec.name === processor)?.label || processor;
  }

  /** Every processor there is. */
  get processors(): readonly ProcessorSpec[] {
    return this.#specs;
  }

  /** Takes over what happened. */
  take(events: readonly LiveEvent[]): void {
    for (const event of events) this.#takeOne(event);
    // At the end: an event that waited to be read keeps its place when a newer one takes it, so
    // that what is told of a job after it may be older.
    if (events.some(({ topic }) => topic === 'jobs' || topic === 'gone')) this.changed();
  }

  /** Asks again for counts, rate and hold. */
  refresh(): void {
    this.#counting.ask();
  }

  /** Lets the lists ask again which jobs there are. */
  relist(): void {
    this.#listing.ask();
    this.#counting.ask();
  }

  /** Any of the jobs may be another one now: lists and what they show are asked for again. */
  changed(): void {
    this.relist();
    this.#outdating.ask();
  }

  #takeOne(event: LiveEvent): void {
    switch (event.topic) {
      case 'job':
        if (event.job) this.#takeJob(event.job);
        break;
      case 'hold':
        if (event.hold) this.hold = event.hold;
        this.#counting.ask();
        break;
      case 'work':
        if (event.work) this.#takeWork(event.work);
        break;
      case 'task':
        if (event.task) this.tasks.tell(event.task);
        break;
      case 'task_gone':
        this.tasks.gone(Number(event.key));
        break;
      case 'settings':
        this.settingsVersion++;
        break;
      case 'news':
        if (event.news) this.inbox.tell(event.news);
        else void this.inbox.load();
        break;
    }
  }

  #takeJob(snapshot: NonNullable<LiveEvent['job']>): void {
    const before = this.jobs.snapshot(snapshot.id);
    this.jobs.tell(snapshot);
    if (before?.status !== snapshot.status) this.relist();
  }

  /** What is over in no time is not shown, unless it failed. */
  #takeWork(work: Work): void {
    if (work.ended) {
      this.#young.delete(work.id);
      if (!this.work.has(work.id) && work.error === '') return;
      this.work.set(work.id, work);
      setTimeout(() => {
        if (this.work.get(work.id)?.ended) this.work.delete(work.id);
      }, workLingers);
    } else if (this.work.has(work.id)) {
      this.work.set(work.id, work);
    } else {
      if (!this.#young.has(work.id)) setTimeout(() => this.#showWork(work.id), workMatters);
      this.#young.set(work.id, work);
    }
  }

  #showWork(id: string): void {
    const work = this.#young.get(id);
    if (!work) return;
    this.#young.delete(id);
    this.work.set(id, work);
  }

  async #count(): Promise<void> {
    const asked = ++this.#counts;
    try {
      const overview = await api.overview();
      if (asked < this.#counted) return;
      this.#counted = asked;
      const checked = this.overview?.database.checking && !overview.database.checking;
      this.overview = overview;
      this.hold = overview.hold;
      this.problem = undefined;
      if (checked) this.#reread();
    } catch (cause) {
      this.problem = cause instanceof Error ? cause : new Error(String(cause));
    }
  }

  /** What a crash left is in order now. */
  #reread(): void {
    void this.tasks.load();
    void this.inbox.load();
    this.#listing.ask();
  }

  async #describe(): Promise<void> {
    try {
      this.#specs = await api.processors();
    } catch (cause) {
      this.problem = cause instanceof Error ? cause : new Error(String(cause));
    }
  }

  /** The rate is asked for only while something runs, and drawn on until it has run out of sight. */
  #sample(): void {
    const counts = this.overview?.counts;
    const atWork = (counts?.running ?? 0) + (counts?.pausing ?? 0) + (counts?.cancelling ?? 0);
    const rate = this.overview?.rate ?? 0;
    if (atWork > 0 || rate > 0) this.#counting.ask();
    if (atWork === 0 && rate === 0 && this.rates.every((r) => r === 0)) return;
    this.rates = [...this.rates.slice(1 - ratePoints), rate];
  }
}

/** The deck of this window. */
export const deck = new Deck();
