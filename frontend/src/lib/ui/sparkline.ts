/** The points of a small line through values, in a box: newest at the right, zero at the bottom. */
export function points(values: number[], width: number, height: number): string {
  if (values.length < 2) return '';
  const highest = Math.max(...values, Number.MIN_VALUE);
  const step = width / (values.length - 1);
  // A pixel of room above and below, so that the stroke is not cut.
  const room = Math.max(1, height - 2);
  return values
    .map((value, index) => {
      const y = 1 + room * (1 - Math.max(0, value) / highest);
      return `${round(index * step)},${round(y)}`;
    })
    .join(' ');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
