/**
 * The tallest track that a browser draws whole, in pixels. It cuts an element off near 2^25 pixels,
 * Chromium those of the device: on a display scaled to 200 % half as many of the page's. A list
 * that would be taller is drawn on a shorter track and its scroll position is stretched: a million
 * rows of 36 pixels by 1.2.
 */
export function tallestTrack(scale: number): number {
  return 30_000_000 / Math.max(1, scale);
}

/** Rows drawn beyond what is seen, on either side, so that a fast wheel meets rows. */
export const overscan = 8;

/** Which rows are drawn, and where. */
export interface RowWindow {
  /** The first and last row that is seen, even in part. last < first: none. */
  first: number;
  last: number;
  /** The first row that is drawn, and one past the last. */
  from: number;
  to: number;
  /** Where the first drawn row stands on the track, in pixels. */
  top: number;
  /** The track's height in pixels. */
  height: number;
}

interface Measures {
  count: number;
  /** Pixels. */
  rowHeight: number;
  viewport: number;
  /** The tallest track that can be drawn, in pixels. */
  tallest: number;
}

/** How many pixels of rows pass for one pixel of scrolling: 1 unless the track is shortened. */
export function stretch({ count, rowHeight, viewport, tallest }: Measures): number {
  const full = count * rowHeight;
  if (full <= tallest) return 1;
  return (full - viewport) / (tallest - viewport);
}

/** The rows to draw at a scroll position. */
export function rowWindow(measures: Measures, scrollTop: number): RowWindow {
  const { count, rowHeight, viewport } = measures;
  const full = count * rowHeight;
  const height = Math.min(full, measures.tallest);
  const reach = Math.max(0, height - viewport);
  const at = Math.min(Math.max(0, scrollTop), reach);
  const offset = at * stretch(measures);
  if (count === 0 || viewport <= 0) return { first: 0, last: -1, from: 0, to: 0, top: 0, height };

  const first = Math.min(count - 1, Math.floor(offset / rowHeight));
  const last = Math.min(count - 1, Math.max(first, Math.ceil((offset + viewport) / rowHeight) - 1));
  const from = Math.max(0, first - overscan);
  const to = Math.min(count, last + 1 + overscan);
  return { first, last, from, to, top: at - offset + from * rowHeight, height };
}

/** The rows to draw, in order: those around what is seen, and the active one wherever it is. */
export function drawn(view: RowWindow, active: number | undefined): number[] {
  const rows = Array.from({ length: view.to - view.from }, (_, index) => view.from + index);
  if (active === undefined || active < 0 || rows.length === 0) return rows;
  if (active < view.from) return [active, ...rows];
  return active < view.to ? rows : [...rows, active];
}

/**
 * Where a row that is out of sight is drawn on the track, in pixels: where it stands, or just
 * beyond the track's ends when it stands further away than a browser can draw.
 */
export function rowTop(measures: Measures, view: RowWindow, index: number): number {
  const top = view.top + (index - view.from) * measures.rowHeight;
  return Math.min(Math.max(top, -measures.rowHeight), view.height);
}

/**
 * The scroll position that brings a row wholly into sight with as little movement as can be;
 * the present one when it already is.
 */
export function scrollToRow(measures: Measures, scrollTop: number, index: number): number {
  const { rowHeight, viewport } = measures;
  const factor = stretch(measures);
  const offset = scrollTop * factor;
  const top = index * rowHeight;
  if (top < offset) return top / factor;
  if (top + rowHeight > offset + viewport) return (top + rowHeight - viewport) / factor;
  return scrollTop;
}
