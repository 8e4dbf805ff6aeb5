import { SvelteMap } from 'svelte/reactivity';
import type { TaskID, TaskView } from '$lib/api/types';
import { Answer } from './answer.svelte';

/**
 * The tasks, all of them: there are tens, not thousands. They are asked for once; after that events
 * tell each one's whole state. An answer that was asked for before an event came, to a change too,
 * is older than that event, and what it says of that task is dropped.
 */
export class Tasks extends Answer<TaskView[]> {
  readonly #tasks = new SvelteMap<TaskID, TaskView>();
  readonly #fetch: () => Promise<TaskView[]>;
  /** Counts askings and events: which came first. No clock tells, theirs stand still for a millisecond. */
  #turn = 0;
  /** The turn in which an event told of a task last, its end too. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
  readonly #toldAt = new Map<TaskID, number>();

  constructor(fetch: () => Promise<TaskView[]>) {
    super();
    this.#fetch = fetch;
  }

  /** Every task, by group and name; those without a group last. */
  readonly list: readonly TaskView[] = $derived.by(() =>
    [...this.#tasks.values()].sort(
      (a, b) =>
        Number(a.group === '') - Number(b.group === '') ||
        a.group.localeCompare(b.group) ||
        a.name.localeCompare(b.name) ||
        a.id - b.id,
    ),
  );

  /** How many run now. */
  readonly running: number = $derived(this.list.filter((task) => task.running).length);

  get(id: TaskID): TaskView | undefined {
    return this.#tasks.get(id);
  }

  /** Takes over what an event told. */
  tell(task: TaskView): void {
    this.#toldAt.set(task.id, ++this.#turn);
    this.#tasks.set(task.id, task);
  }

  /** Takes over what the answer to a change tells, once it is there. */
  async answered<Told extends TaskView | undefined>(answer: Promise<Told>): Promise<Told> {
    const asked = ++this.#turn;
    const task = await answer;
    if (task && this.#isNews(task.id, asked)) this.#tasks.set(task.id, task);
    return task;
  }

  /** The task is deleted. */
  gone(id: TaskID): void {
    this.#toldAt.set(id, ++this.#turn);
    this.#tasks.delete(id);
  }

  /** Asks for all of them. An answer that a later asking overtook is dropped. */
  async load(): Promise<void> {
    const askedAt = ++this.#turn;
    await this.ask(this.#fetch, (tasks) => this.#take(tasks, askedAt));
  }

  #take(tasks: readonly TaskView[], askedAt: number): void {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- it lives for this call alone
    const listed = new Set(tasks.map((task) => task.id));
    for (const id of [...this.#tasks.keys()])
      if (!listed.has(id) && this.#isNews(id, askedAt)) this.#tasks.delete(id);
    for (const task of tasks) if (this.#isNews(task.id, askedAt)) this.#tasks.set(task.id, task);
  }

  #isNews(id: TaskID, askedAt: number): boolean {
    return (this.#toldAt.get(id) ?? 0) < askedAt;
  }
}
