import type { TaskID, TaskStatus, TaskView } from '$lib/api';
import { deck } from '$lib/live';
import { scheduleWords } from './words';

/** Tasks of one group. */
export interface TaskGroup {
  name: string;
  tasks: TaskView[];
}

/**
 * The schedules screen: which tasks are shown and where the cursor is. It outlives the screen, so
 * that whoever comes back finds it as it was left.
 */
export class SchedulesScreen {
  text = $state('');
  status = $state<TaskStatus | ''>('');
  cursor = $state<TaskID>();
  #cursorRow = 0;

  /** The tasks that match the text, of whatever status. */
  readonly matching: readonly TaskView[] = $derived.by(() => {
    const words = this.text.toLowerCase().split(/\s+/).filter(Boolean);
    return deck.tasks.list.filter((task) => {
      const told = searched(task);
      return words.every((word) => told.includes(word));
    });
  });

  readonly shown: readonly TaskView[] = $derived(
    this.status === '' ? this.matching : this.matching.filter((t) => t.status === this.status),
  );

  readonly groups: readonly TaskGroup[] = $derived.by(() => {
    const groups: TaskGroup[] = [];
    for (const task of this.shown) {
      const last = groups.at(-1);
      if (last?.name === task.group) last.tasks.push(task);
      else groups.push({ name: task.group, tasks: [task] });
    }
    return groups;
  });

  /** The task under the cursor; when that left the list, the one that took its place. */
  readonly current: TaskView | undefined = $derived.by(() => {
    if (this.cursor === undefined) return undefined;
    return (
      this.shown.find((task) => task.id === this.cursor) ??
      this.shown[Math.min(this.#cursorRow, this.shown.length - 1)]
    );
  });

  get filtered(): boolean {
    return this.text.trim() !== '' || this.status !== '';
  }

  count(status: TaskStatus): number {
    return this.matching.filter((task) => task.status === status).length;
  }

  clear(): void {
    this.text = '';
    this.status = '';
  }

  point(id: TaskID): void {
    this.cursor = id;
    this.#cursorRow = Math.max(
      0,
      this.shown.findIndex((task) => task.id === id),
    );
  }

  /** Moves the cursor by rows; the first move puts it on the first row. */
  move(by: number): TaskView | undefined {
    const now = this.current ? this.shown.indexOf(this.current) : -1;
    const to = now < 0 ? 0 : Math.min(this.shown.length - 1, Math.max(0, now + by));
    const task = this.shown[to];
    if (task) this.point(task.id);
    return task;
  }
}

function searched(task: TaskView): string {
  return [
    task.name,
    task.group,
    task.description,
    scheduleWords(task),
    task.message,
    task.last_run?.message,
  ]
    .join('\n')
    .toLowerCase();
}

export const screen = new SchedulesScreen();
