import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import type { JobID, Snapshot } from '$lib/api/types';
import { Jobs } from './jobs.svelte';

const snapshot = (id: JobID, succeeded = 0) => ({ id, succeeded, status: 'running' }) as Snapshot;

/** A fetch that is answered when the test says so. */
function setup() {
  const calls: {
    ids: readonly JobID[];
    answer: (jobs: Snapshot[]) => void;
    fail: (e: Error) => void;
  }[] = [];
  const jobs = new Jobs((ids) => new Promise((answer, fail) => calls.push({ ids, answer, fail })));
  return { jobs, calls };
}

it('the answer to a change is older than the event that came before it', async () => {
  const { jobs } = setup();
  let create: (job: Snapshot) => void = () => {};
  const made = jobs.answered(new Promise<Snapshot>((resolve) => (create = resolve)));
  // It was made, and was over before the answer was read.
  jobs.tell({ ...snapshot(1, 200), status: 'completed' });
  create({ ...snapshot(1), status: 'queued' });
  expect((await made).status).toBe('queued');
  expect(jobs.snapshot(1)).toMatchObject({ status: 'completed', succeeded: 200 });
  // Where nothing was told, the answer counts.
  await jobs.answered(Promise.resolve({ ...snapshot(1, 200), status: 'queued' as const }));
  expect(jobs.snapshot(1)?.status).toBe('queued');
});

describe('jobs that are wanted', () => {
  it('are fetched together, once', async () => {
    const { jobs, calls } = setup();
    const wanted = Promise.all([jobs.want([1, 2]), jobs.want([2, 3])]);
    await Promise.resolve();
    expect(calls.map((call) => call.ids)).toEqual([[1, 2, 3]]);
    calls[0]?.answer([snapshot(1), snapshot(2), snapshot(3)]);
    await wanted;
    expect(jobs.snapshot(3)?.id).toBe(3);
    await jobs.want([1, 2, 3]);
    expect(calls).toHaveLength(1);
  });

  it('come in pages, the last wanted first', async () => {
    const { jobs, calls } = setup();
    const ids = Array.from({ length: 450 }, (_, index) => index + 1);
    const wanted = jobs.want(ids);
    for (const size of [200, 200, 50]) {
      await expect.poll(() => calls.at(-1)?.ids.length).toBe(size);
      const call = calls.at(-1);
      call?.answer(call.ids.map((id) => snapshot(id)));
      await Promise.resolve();
    }
    await wanted;
    expect(calls[0]?.ids[0]).toBe(251);
    expect(jobs.known()).toHaveLength(450);
  });

  it('come whenever they are wanted, also while the call before is just ending', async () => {
    for (let turns = 0; turns < 12; turns++) {
      const jobs = new Jobs((ids) => Promise.resolve(ids.map((id) => snapshot(id))));
      void jobs.want([1]);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      await jobs.want([2]);
      expect(jobs.snapshot(2), `wanted after ${turns} turns`).toBeDefined();
    }
  });

  it('that do not exist are gone, and not asked for again', async () => {
    const { jobs, calls } = setup();
    const wanted = jobs.want([7]);
    await Promise.resolve();
    calls[0]?.answer([]);
    await wanted;
    expect(jobs.job(7).gone).toBe(true);
    await jobs.want([7]);
    expect(calls).toHaveLength(1);
  });

  it('say what went wrong, and are asked for again by the next who wants them', async () => {
    const { jobs, calls } = setup();
    const wanted = jobs.want([1]);
    await Promise.resolve();
    calls[0]?.fail(new Error('database is locked'));
    await wanted;
    expect(jobs.problem?.message).toBe('database is locked');
    const again = jobs.want([1]);
    await Promise.resolve();
    calls[1]?.answer([snapshot(1)]);
    await again;
    expect(jobs.problem).toBeUndefined();
    expect(jobs.snapshot(1)).toBeDefined();
  });
});

describe('what is outdated', () => {
  it('stays on the screen, and is fetched again once it is wanted', async () => {
    const { jobs, calls } = setup();
    jobs.tell(snapshot(1));
    jobs.tell(snapshot(2));
    await jobs.want([1]);
    expect(calls).toHaveLength(0);
    jobs.outdate();
    expect(jobs.snapshot(1)).toBeDefined();
    const wanted = jobs.want([1]);
    await Promise.resolve();
    expect(calls.map((call) => call.ids)).toEqual([[1]]);
    calls[0]?.answer([snapshot(1, 7)]);
    await wanted;
    expect(jobs.snapshot(1)?.succeeded).toBe(7);
    await jobs.want([1]);
    expect(calls).toHaveLength(1);
  });

  it('is fetched once more when it became so while it was being fetched', async () => {
    const { jobs, calls } = setup();
    const before = jobs.want([1]);
    await Promise.resolve();
    jobs.outdate();
    const after = jobs.want([1]);
    calls[0]?.answer([snapshot(1, 1)]);
    await expect.poll(() => calls.length).toBe(2);
    calls[1]?.answer([snapshot(1, 2)]);
    await Promise.all([before, after]);
    expect(jobs.snapshot(1)?.succeeded).toBe(2);
  });

  it('is not what an event told since', async () => {
    const { jobs, calls } = setup();
    jobs.tell(snapshot(1));
    jobs.outdate();
    jobs.tell(snapshot(1, 9));
    await jobs.want([1]);
    expect(calls).toHaveLength(0);
  });

  it('is fetched from what was wanted last on, also of thousands that wait', async () => {
    const { jobs, calls } = setup();
    const ids = Array.from({ length: 1000 }, (_, index) => index + 1);
    void jobs.want(ids);
    void jobs.want([1, 2, 3]);
    await Promise.resolve();
    expect(calls[0]?.ids.slice(-3)).toEqual([1, 2, 3]);
  });

  it('also is a job that was there no more', async () => {
    const { jobs, calls } = setup();
    const wanted = jobs.want([7]);
    await Promise.resolve();
    calls[0]?.answer([]);
    await wanted;
    jobs.outdate();
    const again = jobs.want([7]);
    await Promise.resolve();
    calls[1]?.answer([snapshot(7)]);
    await again;
    expect(jobs.job(7).gone).toBe(false);
  });
});

describe('numbers never jump back', () => {
  it('when an answer is older than an event', async () => {
    const { jobs, calls } = setup();
    const wanted = jobs.want([1]);
    await Promise.resolve();
    jobs.tell(snapshot(1, 50));
    calls[0]?.answer([snapshot(1, 40)]);
    await wanted;
    expect(jobs.snapshot(1)?.succeeded).toBe(50);
  });

  it('and an answer asked for after the event is news', async () => {
    const { jobs, calls } = setup();
    jobs.tell(snapshot(1, 50));
    jobs.outdate();
    const refreshed = jobs.want([1]);
    await Promise.resolve();
    calls[0]?.answer([snapshot(1, 60)]);
    await refreshed;
    expect(jobs.snapshot(1)?.succeeded).toBe(60);
  });
});

it('one job that changes is drawn again, and no other', () => {
  const { jobs } = setup();
  jobs.tell(snapshot(1));
  jobs.tell(snapshot(2));
  const drawn: string[] = [];
  const stop = $effect.root(() => {
    for (const id of [1, 2]) {
      $effect(() => void drawn.push(`${id}:${jobs.job(id).snapshot?.succeeded}`));
    }
  });
  flushSync();
  drawn.length = 0;
  jobs.tell(snapshot(2, 9));
  flushSync();
  expect(drawn).toEqual(['2:9']);
  stop();
});

it('what shows a job before anything is known of it is drawn when it is', () => {
  const { jobs } = setup();
  const drawn: (number | undefined)[] = [];
  const stop = $effect.root(() => {
    const succeeded = $derived(jobs.job(5).snapshot?.succeeded);
    $effect(() => void drawn.push(succeeded));
  });
  flushSync();
  jobs.tell(snapshot(5, 3));
  flushSync();
  jobs.tell(snapshot(5, 4));
  flushSync();
  expect(drawn).toEqual([undefined, 3, 4]);
  stop();
});
