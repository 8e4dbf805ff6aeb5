import { describe, expect, it } from 'vitest';
import type { Entry, Sample } from '$lib/api';
import { outcomeBars, pauses, recent, series } from './throughput';

const sample = (at: number, done: number, failed = 0, duration_ms = 1000): Sample => ({
  at,
  duration_ms,
  done,
  failed,
});

function entry(at: number, what: string, before: string, after: string): Entry {
  return {
    id: at,
    at,
    job: 1,
    task: 0,
    who: 'ada',
    origin: 'window',
    what,
    before,
    after,
    why: '',
  };
}

describe('the throughput', () => {
  it('is told a minute, whatever the length of a sample', () => {
    const result = series([sample(0, 10, 1), sample(1000, 40, 2, 2000)]);
    expect(result.done).toEqual([600, 1200]);
    expect(result.failed).toEqual([60, 60]);
    expect(result.times).toEqual([500, 2000]);
  });

  it('has a gap where the job stood still', () => {
    const result = series([sample(0, 10), sample(60_000, 10)]);
    expect(result.done).toEqual([600, null, 600]);
    expect(result.times[1]).toBe(1001);
  });

  it('leaves out samples without a length', () => {
    expect(series([sample(0, 10, 0, 0)]).times).toEqual([]);
    expect(recent([sample(0, 10, 0, 0), sample(0, 5)])).toEqual([300]);
  });
});

describe('the pauses of a job', () => {
  it('reach from a pause to the next start', () => {
    const timeline = [
      entry(0, 'start', '', 'queued'),
      entry(10, 'take_slot', 'queued', 'running'),
      entry(100, 'pause', 'running', 'pausing'),
      entry(110, 'drain', 'pausing', 'paused'),
      entry(200, 'resume', 'paused', 'queued'),
      entry(210, 'take_slot', 'queued', 'running'),
      entry(300, 'complete', 'running', 'completed'),
    ];
    expect(pauses(timeline, 1000)).toEqual([{ from: 100, until: 210 }]);
  });

  it('reach to now while it is paused', () => {
    const timeline = [
      entry(10, 'take_slot', 'queued', 'running'),
      entry(100, 'pause', 'running', 'pausing'),
    ];
    expect(pauses(timeline, 500)).toEqual([{ from: 100, until: 500 }]);
  });

  it('do not count the wait before the first start', () => {
    expect(pauses([entry(0, 'start', '', 'queued')], 500)).toEqual([]);
  });

  it('are not changed by entries about other things', () => {
    const timeline = [
      entry(10, 'take_slot', 'queued', 'running'),
      entry(50, 'change options', 'concurrency 5', 'concurrency 8'),
      entry(100, 'complete', 'running', 'completed'),
      entry(150, 'archive', 'completed', 'completed'),
    ];
    expect(pauses(timeline, 500)).toEqual([]);
  });
});

describe('the outcomes', () => {
  it('add up to what is done, with reasons spelled out', () => {
    const bars = outcomeBars(
      { succeeded: 80, failed: 5, skipped: 15 },
      { duplicate: 10, exit_code: 3 },
    );
    expect(bars.map((bar) => [bar.label, bar.count, bar.tone])).toEqual([
      ['OK', 80, 'ok'],
      ['Duplicate', 10, 'skipped'],
      ['Exit code', 3, 'failed'],
      ['Skipped, other', 5, 'skipped'],
      ['Failed, other', 2, 'failed'],
    ]);
    expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(100);
  });

  it('are simply counted when nothing gave a reason', () => {
    const bars = outcomeBars({ succeeded: 0, failed: 2, skipped: 0 }, {});
    expect(bars.map((bar) => [bar.label, bar.count])).toEqual([
      ['OK', 0],
      ['Failed', 2],
    ]);
  });
});
