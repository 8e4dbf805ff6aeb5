import { expect, it } from 'vitest';
import type { JobID } from '$lib/api/types';
import { JobList } from './list.svelte';
import { Throttle } from './throttle';
import { vi } from 'vitest';

function setup() {
  const calls: { filter: string; answer: (ids: JobID[]) => void; fail: (e: Error) => void }[] = [];
  const list = new JobList(
    (filter) => new Promise((answer, fail) => calls.push({ filter, answer, fail })),
  );
  return { list, calls };
}

it('shows the jobs of the filter that was wanted last, whichever answer comes first', async () => {
  const { list, calls } = setup();
  const first = list.show('a');
  const second = list.show('ac');
  calls[1]?.answer([3]);
  calls[0]?.answer([1, 2, 3]);
  await Promise.all([first, second]);
  expect(list.ids).toEqual([3]);
  expect(list.filter).toBe('ac');
});

it('keeps showing what it had while a filter is not understood', async () => {
  const { list, calls } = setup();
  const shown = list.show('');
  calls[0]?.answer([1, 2]);
  await shown;
  const wrong = list.show('status:x');
  calls[1]?.fail(new Error('no status is called "x"'));
  await wrong;
  expect(list.problem?.message).toMatch(/no status/);
  expect(list.ids).toEqual([1, 2]);
  expect(list.filter).toBe('');
});

it('stays the same list when nothing changed', async () => {
  const { list, calls } = setup();
  const shown = list.show('');
  calls[0]?.answer([1, 2]);
  await shown;
  const before = list.ids;
  const again = list.refresh();
  calls[1]?.answer([1, 2]);
  await again;
  expect(list.ids).toBe(before);
});

it('a throttle runs at once, then rests, and never forgets the last ask', () => {
  vi.useFakeTimers();
  try {
    let runs = 0;
    const throttle = new Throttle(100, () => runs++);
    throttle.ask();
    expect(runs).toBe(1);
    for (let i = 0; i < 50; i++) throttle.ask();
    expect(runs).toBe(1);
    vi.advanceTimersByTime(100);
    expect(runs).toBe(2);
    vi.advanceTimersByTime(1000);
    expect(runs).toBe(2);
    throttle.ask();
    throttle.ask();
    throttle.stop();
    vi.advanceTimersByTime(1000);
    expect(runs).toBe(3);
  } finally {
    vi.useRealTimers();
  }
});
