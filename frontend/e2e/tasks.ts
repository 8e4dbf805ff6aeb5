// Asks the program for its tasks behind the window's back.

import type { TaskView } from '../src/lib/api/types';
import type { Window } from './window';

export interface TaskApp {
  list: () => Promise<TaskView[]>;
  one: (name: string) => Promise<TaskView>;
}

export function taskApp(window: Window): TaskApp {
  const list = () =>
    window.page.evaluate(() =>
      (
        globalThis as unknown as {
          go: { main: { App: { Tasks: () => Promise<TaskView[]> } } };
        }
      ).go.main.App.Tasks(),
    );
  return {
    list,
    one: async (name) => {
      const found = (await list()).find((task) => task.name === name);
      if (!found) throw new Error(`no task is called “${name}”`);
      return found;
    },
  };
}
