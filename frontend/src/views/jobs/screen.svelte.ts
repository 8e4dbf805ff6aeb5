import * as api from '$lib/api';
import type { JobID, Verb } from '$lib/api/types';
import { deck, JobList } from '$lib/live';
import { act, transport } from '$lib/verbs';
import { Selection } from './selection.svelte';
import { applicable } from './suggestions';

/**
 * The jobs screen: the list that matches a filter, where the cursor is, what is selected. It
 * outlives the screen, so that whoever comes back finds it as it was left.
 */
export class JobsScreen {
  readonly list = new JobList((filter) => api.jobIDs(filter));
  readonly selection = new Selection();
  /** What stands in the filter field. */
  text = $state('');
  /** The job under the cursor. */
  cursor = $state<JobID>();
  /** The rows in sight. */
  first = $state(0);
  last = $state(0);
  /** How many jobs are archived: asked when no other is there, for that is no first start then. */
  archived = $state<number>();

  /** The row the cursor was on last; -1 while its job was not listed yet. */
  #cursorIndex = -1;

  get ids(): readonly JobID[] {
    return this.list.ids;
  }

  /** The cursor's row, or -1. */
  readonly cursorRow = $derived.by(() =>
    this.cursor === undefined ? -1 : this.list.ids.indexOf(this.cursor),
  );

  /** Shows the jobs that match what stands in the filter field. */
  async filter(text: string): Promise<void> {
    this.text = text;
    const wanted = applicable(text);
    const changes = wanted !== this.list.filter;
    await this.list.show(wanted);
    if (changes && this.list.filter === wanted) this.selection.clear();
    this.#settle();
  }

  /** Asks again which jobs match. */
  async refresh(): Promise<void> {
    await this.list.show(applicable(this.text));
    this.#settle();
    if (this.ids.length > 0 || this.list.filter !== '') return;
    // What goes wrong with this asking went wrong with the one before, which says so.
    const archived = await api.jobIDs('is:archived').catch(() => []);
    this.archived = archived.length;
  }

  /** Remembers which rows are in sight and fetches what they show, a little ahead. */
  see(first: number, last: number): void {
    this.first = first;
    this.last = last;
    void deck.jobs.want(this.ids.slice(Math.max(0, first - 20), last + 40));
  }

  /** Puts the cursor on a job, which may be too new to be listed. */
  point(id: JobID): void {
    this.cursor = id;
    this.#cursorIndex = this.ids.indexOf(id);
  }

  /** Moves the cursor by rows; the first move puts it on the first row in sight. */
  move(by: number): void {
    this.#moveTo(this.cursorRow < 0 ? this.first : this.cursorRow + by);
  }

  /** Moves the cursor by screens. */
  page(by: number): void {
    this.#moveTo(this.cursorRow + by * Math.max(1, this.last - this.first - 1));
  }

  moveToFirst(): void {
    this.#moveTo(0);
  }

  moveToLast(): void {
    this.#moveTo(this.ids.length - 1);
  }

  /** The jobs a verb would be done to: the selected ones, else the one under the cursor. */
  get chosen(): readonly JobID[] {
    if (!this.selection.empty) return this.selection.ids(this.ids);
    return this.cursor === undefined ? [] : [this.cursor];
  }

  /** Does a verb on the selection, or on the job under the cursor when nothing is selected. */
  act(verb: Verb, open?: (id: JobID) => void): void {
    if (!this.selection.empty) {
      void act(verb, this.selection.target(this.list.filter, this.ids), { open });
    } else if (this.cursor !== undefined) {
      void act(verb, { ids: [this.cursor] }, { open });
    }
  }

  /** Of several jobs: pauses as long as one of them would go on working, else resumes. */
  pauseOrResume(): void {
    const jobs = this.chosen.flatMap((id) => deck.jobs.snapshot(id) ?? []);
    const can = (verb: Verb) => jobs.some((job) => transport(job).primary?.verb === verb);
    this.act(!can('pause') && can('resume') ? 'resume' : 'pause');
  }

  #moveTo(row: number): void {
    if (this.ids.length === 0) return;
    const to = Math.min(this.ids.length - 1, Math.max(0, row));
    this.cursor = this.ids[to];
    this.#cursorIndex = to;
  }

  /** The cursor stays on its job; when that has left the list, on the row that took its place. */
  #settle(): void {
    this.selection.keep(this.ids);
    if (this.cursor === undefined) return;
    const row = this.ids.indexOf(this.cursor);
    if (row >= 0) this.#cursorIndex = row;
    else if (this.#cursorIndex >= 0 && this.ids.length > 0) {
      this.cursor = this.ids[Math.min(this.#cursorIndex, this.ids.length - 1)];
    }
  }
}

export const screen = new JobsScreen();
