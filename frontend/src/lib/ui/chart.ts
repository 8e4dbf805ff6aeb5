/** One line of a chart. */
export interface Series {
  label: string;
  /** Names a fill token: running-fill, failed-fill, … */
  colour: 'running' | 'completed' | 'failed' | 'paused' | 'queued' | 'cancelled';
  /** One value for each x; null where nothing is known. */
  values: (number | null)[];
  /** Filled below the line. */
  area?: boolean;
  /** Drawn in steps: for counts over stretches of time. */
  stepped?: boolean;
}

/** A stretch of x that is shaded, and what it was: "Paused". */
export interface Shade {
  from: number;
  to: number;
  label: string;
}

/** The x under the pointer that a chart reads out: the nearest, by binary search. */
export function nearest(xs: number[], x: number): number {
  let low = 0;
  let high = xs.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((xs[middle] as number) < x) low = middle;
    else high = middle;
  }
  if (high < 0) return -1;
  return Math.abs((xs[low] as number) - x) <= Math.abs((xs[high] as number) - x) ? low : high;
}

/** The shade that covers an x, if any. */
export function shadeAt(shades: Shade[], x: number): Shade | undefined {
  return shades.find((shade) => x >= shade.from && x <= shade.to);
}
