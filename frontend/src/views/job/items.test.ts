import { describe, expect, it } from 'vitest';
import type { ItemPage, ItemView, Outcome } from '$lib/api';
import { FilteredList, merge, WholeList, type FetchItems } from './items';

function item(seq: number, outcome: Outcome = 'pending'): ItemView {
  return {
    seq,
    row: seq + 1,
    cells: [`Company ${seq}`],
    outcome,
    reason: '',
    output: {},
    error: '',
    attempts: 0,
    duration_ms: 0,
    ended: 0,
    step: '',
    steps: [],
  };
}

/** A job's items as Go pages them; each call waits until it is let through. */
function store(total: number, outcomeOf: (seq: number) => Outcome = () => 'pending') {
  const waiting: (() => void)[] = [];
  const asked: { after: number; limit: number }[] = [];
  const state = { outcomeOf, total, fails: false };
  const fetch: FetchItems = (query) =>
    new Promise<ItemPage>((resolve, reject) => {
      asked.push({ after: query.after ?? 0, limit: query.limit });
      waiting.push(() => {
        if (state.fails) {
          reject(new Error('the disk is gone'));
          return;
        }
        const items: ItemView[] = [];
        let seq = (query.after ?? 0) + 1;
        for (; seq <= state.total && items.length < query.limit; seq++) {
          const outcome = state.outcomeOf(seq);
          if (!query.outcome || query.outcome === outcome) items.push(item(seq, outcome));
        }
        let more = false;
        for (; seq <= state.total && !more; seq++) {
          more = !query.outcome || query.outcome === state.outcomeOf(seq);
        }
        resolve({ items, more });
      });
    });
  const settle = async () => {
    for (let turn = 0; turn < 50; turn++) {
      waiting.splice(0).forEach((go) => go());
      await Promise.resolve();
    }
  };
  return { fetch, asked, waiting, settle, state };
}

describe('the whole list', () => {
  it('shows a million rows by fetching only those looked at', async () => {
    const { fetch, asked, settle } = store(1_000_000);
    const list = new WholeList(fetch, 1_000_000, () => {});
    list.look(0, 25);
    await settle();
    list.look(765_432, 765_460);
    expect(list.at(765_432)).toBeUndefined();
    await settle();
    expect(list.at(765_432)?.seq).toBe(765_433);
    expect(list.at(0)?.seq).toBe(1);
    expect(asked.map((query) => query.after)).toEqual([0, 765_400]);
  });

  it('asks only for where the scroll bar stops, not for what it was dragged over', async () => {
    const { fetch, asked, settle } = store(1_000_000);
    const list = new WholeList(fetch, 1_000_000, () => {});
    for (let row = 0; row < 1_000_000; row += 10_000) list.look(row, row + 25);
    await settle();
    expect(asked.length).toBeLessThanOrEqual(3);
    expect(list.at(990_000)?.seq).toBe(990_001);
  });

  it('keeps showing what it has while it asks again', async () => {
    const world = store(300);
    const list = new WholeList(world.fetch, 300, () => {});
    list.look(0, 25);
    await world.settle();
    world.state.outcomeOf = () => 'succeeded';
    list.refresh();
    expect(list.at(3)?.outcome).toBe('pending');
    await world.settle();
    expect(list.at(3)?.outcome).toBe('succeeded');
  });

  it('asks again for rows out of date only when they are looked at', async () => {
    const { fetch, asked, settle } = store(1000);
    const list = new WholeList(fetch, 1000, () => {});
    list.look(0, 25);
    await settle();
    list.look(500, 525);
    await settle();
    list.refresh();
    await settle();
    expect(asked.map((query) => query.after)).toEqual([0, 500, 500]);
    list.look(0, 25);
    await settle();
    expect(asked.at(-1)?.after).toBe(0);
  });

  it('forgets what was looked at long ago, so that memory stays small', async () => {
    const { fetch, asked, settle } = store(100_000);
    const list = new WholeList(fetch, 100_000, () => {});
    for (let page = 0; page < 100; page++) {
      list.look(page * 100, page * 100 + 20);
      await settle();
    }
    expect(list.at(0)).toBeUndefined();
    expect(list.at(9_900)?.seq).toBe(9_901);
    expect(asked).toHaveLength(100);
  });

  it('says why rows are missing and fetches them when asked again', async () => {
    const world = store(100);
    world.state.fails = true;
    const list = new WholeList(world.fetch, 100, () => {});
    list.look(0, 25);
    await world.settle();
    expect(list.error).toEqual(new Error('the disk is gone'));
    world.state.fails = false;
    list.look(0, 25);
    await world.settle();
    expect(list.error).toBeUndefined();
    expect(list.at(0)?.seq).toBe(1);
  });

  it('changes nothing after it was closed', async () => {
    let changes = 0;
    const { fetch, settle } = store(100);
    const list = new WholeList(fetch, 100, () => changes++);
    list.look(0, 25);
    list.close();
    await settle();
    expect(changes).toBe(0);
  });
});

describe('a filtered list', () => {
  const everyTenthFails = (seq: number): Outcome => (seq % 10 === 0 ? 'failed' : 'succeeded');

  it('holds only what matches and goes onwards as it is scrolled', async () => {
    const { fetch, settle } = store(10_000, everyTenthFails);
    const list = new FilteredList(fetch, 'failed', '', () => {});
    list.look(0, 25);
    await settle();
    expect(list.at(0)?.seq).toBe(10);
    expect(list.known).toBe(200);
    expect(list.more).toBe(true);
    list.look(185, 199);
    await settle();
    expect(list.known).toBe(400);
    expect(list.at(399)?.seq).toBe(4000);
  });

  it('ends where the matches end', async () => {
    const { fetch, settle } = store(100, everyTenthFails);
    const list = new FilteredList(fetch, 'failed', '', () => {});
    list.look(0, 25);
    await settle();
    expect(list.count).toBe(10);
    expect(list.more).toBe(false);
  });

  it('finds an item by its seq', async () => {
    const { fetch, settle } = store(100, everyTenthFails);
    const list = new FilteredList(fetch, 'failed', '', () => {});
    list.look(0, 25);
    await settle();
    expect(list.rowOf(50)).toBe(4);
    expect(list.rowOf(51)).toBe(-1);
  });

  it('follows items that come into the filter and leave it', async () => {
    const world = store(30, () => 'pending');
    const list = new FilteredList(world.fetch, 'pending', '', () => {});
    list.look(0, 25);
    await world.settle();
    expect(list.count).toBe(30);
    world.state.outcomeOf = (seq) => (seq <= 10 ? 'succeeded' : 'pending');
    list.refresh();
    expect(list.at(0)?.seq).toBe(1);
    await world.settle();
    expect(list.at(0)?.seq).toBe(11);
    expect(list.count).toBe(20);
  });

  it('shows the first match that comes into an empty filter', async () => {
    const world = store(30, () => 'pending');
    const list = new FilteredList(world.fetch, 'failed', '', () => {});
    list.look(0, 25);
    await world.settle();
    expect(list.count).toBe(0);
    expect(list.ready).toBe(true);
    world.state.outcomeOf = (seq) => (seq === 7 ? 'failed' : 'pending');
    list.refresh();
    await world.settle();
    expect(list.at(0)?.seq).toBe(7);
  });
});

describe('a fresh page in what was known', () => {
  it('replaces its stretch and leaves the rest', () => {
    const known = [10, 20, 30, 40, 50].map((seq) => item(seq));
    const page = { items: [item(30, 'failed'), item(35)], more: true };
    expect(merge(known, 20, page).map((one) => one.seq)).toEqual([10, 20, 30, 35, 40, 50]);
  });

  it('drops what left the stretch', () => {
    const known = [10, 20, 30, 40, 50].map((seq) => item(seq));
    const page = { items: [item(40)], more: true };
    expect(merge(known, 10, page).map((one) => one.seq)).toEqual([10, 40, 50]);
  });

  it('ends the list when it is the last page', () => {
    const known = [10, 20, 30, 40, 50].map((seq) => item(seq));
    expect(merge(known, 20, { items: [], more: false }).map((one) => one.seq)).toEqual([10, 20]);
  });
});
