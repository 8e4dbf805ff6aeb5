import { describe, expect, it } from 'vitest';
import { Feed } from './feed.svelte';

/** A list of numbers, the newest the largest, three a page. */
function setup(newest: number) {
  const state = { newest, asked: [] as (number | undefined)[], problem: undefined as unknown };
  const feed = new Feed<number, number>({
    key: (row) => row,
    page: (after) => {
      state.asked.push(after);
      if (state.problem) return Promise.reject(state.problem);
      const from = (after ?? state.newest + 1) - 1;
      const rows = Array.from({ length: Math.min(3, from) }, (_, index) => from - index);
      const last = rows.at(-1);
      return Promise.resolve({ rows, next: last !== undefined && last > 1 ? last : undefined });
    },
  });
  return { feed, state };
}

describe('a feed', () => {
  it('is read to its end, a page at a time', async () => {
    const { feed } = setup(7);
    await feed.look();
    expect(feed.rows).toEqual([7, 6, 5]);
    await feed.older();
    await feed.older();
    expect(feed.rows).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(feed.more).toBe(false);
  });

  it('gets what is new at its top, and keeps what was read', async () => {
    const { feed, state } = setup(7);
    await feed.look();
    await feed.older();
    state.newest = 9;
    await feed.look();
    expect(feed.rows).toEqual([9, 8, 7, 6, 5, 4, 3, 2].slice(0, feed.rows.length));
    expect(feed.rows).toHaveLength(8);
    await feed.older();
    expect(feed.rows.at(-1)).toBe(1);
  });

  it('begins anew where the newest page does not reach what was read', async () => {
    const { feed, state } = setup(7);
    await feed.look();
    await feed.older();
    state.newest = 100;
    await feed.look();
    expect(feed.rows).toEqual([100, 99, 98]);
    await feed.older();
    expect(feed.rows).toEqual([100, 99, 98, 97, 96, 95]);
  });

  it('looks once more when it was asked to while it looked, and not ten times', async () => {
    const { feed, state } = setup(3);
    await Promise.all(Array.from({ length: 10 }, () => feed.look()));
    await expect.poll(() => state.asked.length).toBe(2);
  });

  it('keeps its rows when looking fails, and says why', async () => {
    const { feed, state } = setup(3);
    await feed.look();
    state.problem = new Error('the disk is gone');
    await feed.look();
    expect(feed.rows).toEqual([3, 2, 1]);
    expect(feed.problem).toBe(state.problem);
  });

  it('drops what comes after it was closed', async () => {
    const { feed } = setup(3);
    const looking = feed.look();
    feed.close();
    await looking;
    expect(feed.loaded).toBe(false);
  });
});
