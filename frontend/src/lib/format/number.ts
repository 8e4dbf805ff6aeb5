// Numbers as screens write them.

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** 1240 → "1,240". */
export function count(n: number): string {
  return whole.format(n);
}

/** A number and what it counts: "1 account", "1,240 accounts". */
export function counted(n: number, noun: string, plural = `${noun}s`): string {
  return `${count(n)} ${n === 1 ? noun : plural}`;
}

/** A share in whole percent, rounded down: 100 % is said only when nothing is left. */
export function percent(done: number, total: number): string {
  return `${wholePercent(done, total)}%`;
}

/** As percent, as a number. An empty job is done. */
export function wholePercent(done: number, total: number): number {
  if (total <= 0) return 100;
  return Math.min(100, Math.max(0, Math.floor((done / total) * 100)));
}

/** Items a minute, without a unit: "212", "4.5", "0". */
export function rate(perMinute: number): string {
  return perMinute > 0 && perMinute < 10 ? oneDigit.format(perMinute) : whole.format(perMinute);
}

const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** A file's size: "312 bytes", "4.2 MB". */
export function bytes(n: number): string {
  let size = n;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  if (unit === 0) return counted(n, 'byte');
  return `${size < 10 ? oneDigit.format(size) : whole.format(size)} ${units[unit]}`;
}
