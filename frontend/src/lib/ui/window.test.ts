import { describe, expect, it } from 'vitest';
import { drawn, overscan, rowTop, rowWindow, scrollToRow, tallestTrack } from './window';

const tallest = tallestTrack(1);
const short = { count: 100, rowHeight: 36, viewport: 360, tallest };
const million = { count: 1_000_000, rowHeight: 36, viewport: 700, tallest };

describe('the rows of a list in sight', () => {
  it('are those between the edges, with some more drawn around', () => {
    const view = rowWindow(short, 36 * 20);
    expect([view.first, view.last]).toEqual([20, 29]);
    expect([view.from, view.to]).toEqual([20 - overscan, 30 + overscan]);
    expect(view.top).toBe((20 - overscan) * 36);
  });

  it('include those that are seen in part', () => {
    const view = rowWindow(short, 18);
    expect([view.first, view.last]).toEqual([0, 10]);
  });

  it('are none in an empty list, and none before it is measured', () => {
    expect(rowWindow({ ...short, count: 0 }, 0)).toMatchObject({ first: 0, last: -1, height: 0 });
    expect(rowWindow({ ...short, viewport: 0 }, 0)).toMatchObject({ from: 0, to: 0 });
  });

  it('never go beyond the ends, however far the scroller bounces', () => {
    expect(rowWindow(short, -200).first).toBe(0);
    expect(rowWindow(short, 1e9).last).toBe(99);
  });
});

describe.each([0.5, 1, 1.25, 1.5, 2, 3])(
  'a list taller than a browser can draw, at scale %d',
  (scale) => {
    const tallest = tallestTrack(scale);
    const list = { ...million, tallest };

    it('is drawn on a track that is not cut off', () => {
      expect(rowWindow(list, 0).height).toBe(tallest);
      expect(tallest * scale).toBeLessThan(2 ** 25);
    });

    it('reaches its first and its last row', () => {
      expect(rowWindow(list, 0).first).toBe(0);
      const end = rowWindow(list, tallest - list.viewport);
      expect(end.last).toBe(999_999);
      // The last row's end is the track's end.
      const bottom = end.top + (end.to - end.from) * list.rowHeight;
      expect(bottom).toBeCloseTo(tallest, 3);
    });

    it('shows the rows where the eye is, anywhere on the way', () => {
      for (const share of [0.001, 0.1, 0.37, 0.5, 0.99]) {
        const scrollTop = share * (tallest - list.viewport);
        const view = rowWindow(list, scrollTop);
        const firstTop = view.top + (view.first - view.from) * list.rowHeight;
        expect(firstTop).toBeLessThanOrEqual(scrollTop + 0.01);
        expect(firstTop + list.rowHeight).toBeGreaterThan(scrollTop);
      }
    });

    it.each([0, 123_456, 500_000, 999_999])('finds row %i of a million', (index) => {
      for (const from of [0, tallest / 2, tallest - list.viewport]) {
        const view = rowWindow(list, scrollToRow(list, from, index));
        expect(view.first).toBeLessThanOrEqual(index);
        expect(view.last).toBeGreaterThanOrEqual(index);
      }
    });
  },
);

describe('the active row', () => {
  it('is drawn once, in order, wherever it is', () => {
    const view = rowWindow(short, 36 * 50);
    for (const active of [0, 41, 42, 55, 67, 68, 99]) {
      const rows = drawn(view, active);
      expect(rows).toContain(active);
      expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
    }
    expect(drawn(view, undefined)).toHaveLength(26);
    expect(drawn(view, -1)).toHaveLength(26);
    expect(drawn(rowWindow({ ...short, count: 0 }, 0), 0)).toEqual([]);
  });

  it('stands at its own place, out of sight', () => {
    const view = rowWindow(short, 36 * 50);
    expect(rowTop(short, view, 3)).toBe(3 * 36);
    expect(rowTop(short, view, 90)).toBe(90 * 36);
  });

  it('never makes the track longer', () => {
    const view = rowWindow(million, tallest / 2);
    for (const active of [0, 999_999]) {
      const top = rowTop(million, view, active);
      expect(top).toBeGreaterThanOrEqual(-36);
      expect(top).toBeLessThanOrEqual(tallest);
    }
  });
});

describe('bringing a row into sight', () => {
  it('does not move when it already is', () => {
    expect(scrollToRow(short, 100, 5)).toBe(100);
  });

  it('moves up or down just as far as it must', () => {
    expect(scrollToRow(short, 360, 2)).toBe(72);
    expect(scrollToRow(short, 0, 10)).toBe(36);
  });
});
