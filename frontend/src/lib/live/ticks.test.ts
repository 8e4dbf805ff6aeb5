import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whileSeen } from './ticks';

let hidden = false;
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function see(seen: boolean): void {
  hidden = !seen;
  document.dispatchEvent(new Event('visibilitychange'));
}

it('moves while the window is seen, rests while it is not, and catches up at once', () => {
  const run = vi.fn();
  const stop = whileSeen(run, 1000);
  vi.advanceTimersByTime(3000);
  expect(run).toHaveBeenCalledTimes(3);
  see(false);
  vi.advanceTimersByTime(60_000);
  expect(run).toHaveBeenCalledTimes(3);
  see(true);
  expect(run).toHaveBeenCalledTimes(4);
  vi.advanceTimersByTime(1000);
  expect(run).toHaveBeenCalledTimes(5);
  stop();
  see(true);
  vi.advanceTimersByTime(5000);
  expect(run).toHaveBeenCalledTimes(5);
});
