import { SvelteMap } from 'svelte/reactivity';
import type { TaskID, TaskVerb } from '$lib/api';

/** What a task's buttons wait for: a verb, or a try. */
export type Doing = TaskVerb | 'try';

/** What was pressed and has no answer yet: the buttons show it and can't be pressed twice. */
class TasksUnderway {
  readonly #tasks = new SvelteMap<TaskID, Doing>();

  of(id: TaskID): Doing | undefined {
    return this.#tasks.get(id);
  }

  /** Marks tasks as busy; gives back what ends that, or nothing when one is busy already. */
  begin(doing: Doing, ids: readonly TaskID[]): (() => void) | undefined {
    if (ids.some((id) => this.#tasks.has(id))) return undefined;
    for (const id of ids) this.#tasks.set(id, doing);
    return () => {
      for (const id of ids) this.#tasks.delete(id);
    };
  }
}

export const underway = new TasksUnderway();
