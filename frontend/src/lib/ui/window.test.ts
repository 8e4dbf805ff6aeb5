import { describe, expect, it } from 'vitest';
import { overscan, rowWindow, scrollToRow, tallestTrack } from './window';

const short = { count: 100, rowHeight: 36, viewport: 360 };
const million = { count: 1_000_000, rowHeight: 36, viewport: 700 };

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

describe('a list taller than a browser can draw', () => {
  it('is drawn on a track that a browser can', () => {
    expect(rowWindow(million, 0).height).toBe(tallestTrack);
  });

  it('reaches its first and its last row', () => {
    expect(rowWindow(million, 0).first).toBe(0);
    const end = rowWindow(million, tallestTrack - million.viewport);
    expect(end.last).toBe(999_999);
    // The last row's end is the track's end.
    const bottom = end.top + (end.to - end.from) * million.rowHeight;
    expect(bottom).toBeCloseTo(tallestTrack, 3);
  });

  it('shows the rows where the eye is, anywhere on the way', () => {
    for (const share of [0.001, 0.1, 0.37, 0.5, 0.99]) {
      const scrollTop = share * (tallestTrack - million.viewport);
      const view = rowWindow(million, scrollTop);
      const firstTop = view.top + (view.first - view.from) * million.rowHeight;
      expect(firstTop).toBeLessThanOrEqual(scrollTop + 0.01);
      expect(firstTop + million.rowHeight).toBeGreaterThan(scrollTop);
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

  it.each([0, 123_456, 500_000, 999_999])('finds row %i of a million', (index) => {
    for (const from of [0, 15_000_000, tallestTrack - million.viewport]) {
      const view = rowWindow(million, scrollToRow(million, from, index));
      expect(view.first).toBeLessThanOrEqual(index);
      expect(view.last).toBeGreaterThanOrEqual(index);
    }
  });
});
