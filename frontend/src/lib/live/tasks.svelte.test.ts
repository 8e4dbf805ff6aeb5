import { describe, expect, it } from 'vitest';
import type { TaskView } from '$lib/api/types';
import { Tasks } from './tasks.svelte';

const task = (id: number, fields: Partial<TaskView> = {}) =>
  ({ id, name: `Task ${id}`, group: 'Mine', running: false, ...fields }) as TaskView;

/** A fetch that is answered when the test says so. */
function setup() {
  const answers: ((tasks: TaskView[] | Error) => void)[] = [];
  const tasks = new Tasks(
    () =>
      new Promise((resolve, reject) =>
        answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer))),
      ),
  );
  return { tasks, answers };
}

describe('the tasks', () => {
  it('stand by group and name, and those that run are counted', async () => {
    const { tasks, answers } = setup();
    const loading = tasks.load();
    answers[0]?.([
      task(1, { name: 'b', group: 'Z' }),
      task(2, { name: 'b', running: true }),
      task(3, { name: 'a', running: true }),
      task(4, { group: '' }),
    ]);
    await loading;
    expect(tasks.list.map(({ id }) => id)).toEqual([3, 2, 1, 4]);
    expect(tasks.running).toBe(2);
  });

  it('never go back to what an answer says that is older than an event', async () => {
    const { tasks, answers } = setup();
    const loading = tasks.load();
    tasks.tell(task(1, { status: 'running' }));
    tasks.tell(task(2));
    tasks.gone(2);
    answers[0]?.([task(1, { status: 'scheduled' }), task(2), task(3)]);
    await loading;
    expect(tasks.get(1)?.status).toBe('running');
    expect(tasks.get(2)).toBeUndefined();
    expect(tasks.get(3)).toBeDefined();
  });

  it('never go back to the answer to a change that is older than an event, either', async () => {
    const { tasks } = setup();
    let save: (task: TaskView) => void = () => {};
    const saved = tasks.answered(new Promise<TaskView>((resolve) => (save = resolve)));
    tasks.tell(task(1, { status: 'running' }));
    save(task(1, { status: 'scheduled' }));
    await saved;
    expect(tasks.get(1)?.status).toBe('running');
    await tasks.answered(Promise.resolve(task(1, { status: 'scheduled' })));
    expect(tasks.get(1)?.status).toBe('scheduled');
  });

  it('are gone when a newer answer does not know them', async () => {
    const { tasks, answers } = setup();
    tasks.tell(task(1));
    const loading = tasks.load();
    answers[0]?.([]);
    await loading;
    expect(tasks.list).toEqual([]);
  });

  it('drop the answer that a later asking overtook, and say what went wrong', async () => {
    const { tasks, answers } = setup();
    const first = tasks.load();
    const second = tasks.load();
    answers[1]?.(new Error('the disk is full'));
    await second;
    answers[0]?.([task(1)]);
    await first;
    expect(tasks.problem?.message).toBe('the disk is full');
    expect(tasks.loaded).toBe(false);
    expect(tasks.list).toEqual([]);
  });
});
