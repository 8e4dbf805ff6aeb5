import { describe, expect, it } from 'vitest';
import type { Snapshot } from '$lib/api/types';
import {
  ago,
  bytes,
  counted,
  duration,
  elapsed,
  outcomeSummary,
  percent,
  rate,
  shortLeft,
  statusNote,
  timeLeft,
  when,
} from './index';

describe('numbers', () => {
  it.each([
    [0, 10, '0%'],
    [612, 1000, '61%'],
    [999_999, 1_000_000, '99%'],
    [10, 10, '100%'],
    [0, 0, '100%'],
  ])('percent of %d in %d is %s', (done, total, words) => expect(percent(done, total)).toBe(words));

  it.each([
    [1, '1 account'],
    [0, '0 accounts'],
    [1240, '1,240 accounts'],
  ])('counts %d as %s', (n, words) => expect(counted(n, 'account')).toBe(words));

  it.each([
    [0, '0'],
    [4.53, '4.5'],
    [212.4, '212'],
    [60_000, '60,000'],
  ])('a rate of %d is %s', (n, words) => expect(rate(n)).toBe(words));

  it.each([
    [1, '1 byte'],
    [312, '312 bytes'],
    [4_210_000, '4.2 MB'],
    [21_000_000, '21 MB'],
  ])('a size of %d is %s', (n, words) => expect(bytes(n)).toBe(words));
});

describe('durations', () => {
  it.each([
    [85, '85 ms'],
    [2140, '2.1 s'],
    [9949, '9.9 s'],
    [9960, '10 s'],
    [59_499, '59 s'],
    [59_600, '1 min'],
    [252_000, '4 min 12 s'],
    [3_600_000, '1 h'],
    [11_100_000, '3 h 5 min'],
    [187_200_000, '2 d 4 h'],
  ])('%d ms is %s', (ms, words) => expect(duration(ms)).toBe(words));

  it('a stopwatch shows whole seconds', () => {
    expect(elapsed(-5)).toBe('0 s');
    expect(elapsed(12_900)).toBe('12 s');
    expect(elapsed(61_000)).toBe('1 min 1 s');
  });

  it.each([
    [-1, 'estimating…'],
    [2000, '5 s'],
    [41_000, '45 s'],
    [54_000, '55 s'],
    [58_000, '1 min'],
    [245_000, '4 min'],
    [7_740_000, '2 h 10 min'],
    [3_599_000, '60 min'],
    [273_600_000, '3 d 4 h'],
  ])('%d ms left is %s', (ms, words) => expect(shortLeft(ms)).toBe(words));

  it('says time left in a sentence', () => {
    expect(timeLeft(-1)).toBe('estimating…');
    expect(timeLeft(1000)).toBe('a few seconds left');
    expect(timeLeft(245_000)).toBe('about 4 min left');
  });
});

describe('times', () => {
  const at = (day: number, hour: number, minute: number) =>
    new Date(2026, 2, day, hour, minute).getTime();
  const now = at(10, 13, 0);

  it.each([
    [at(10, 14, 5), '14:05'],
    [at(11, 0, 5), 'tomorrow 00:05'],
    [at(9, 23, 55), 'yesterday 23:55'],
    [at(3, 9, 0), '3 Mar 09:00'],
    [new Date(2025, 10, 3).getTime(), '3 Nov 2025'],
  ])('%d is %s', (time, words) => expect(when(time, now)).toBe(words));

  it.each([
    [now - 20_000, 'just now'],
    [now - 5 * 60_000, '5 min ago'],
    [now - 3 * 3_600_000, '3 h ago'],
    [at(9, 23, 0), 'yesterday 23:00'],
  ])('%d was %s', (time, words) => expect(ago(time, now)).toBe(words));
});

describe('what stands behind a status', () => {
  const now = new Date(2026, 2, 10, 13, 0).getTime();
  const job = (fields: Partial<Snapshot>) =>
    ({
      reason: '',
      reason_kind: '',
      resumes_at: 0,
      in_flight: 0,
      succeeded: 0,
      failed: 0,
      skipped: 0,
      doing: '',
      ...fields,
    }) as Snapshot;

  it.each<[string, Partial<Snapshot>, string]>([
    ['a pause by hand needs no words', { status: 'paused' }, ''],
    [
      'a reason given by hand is said',
      { status: 'paused', reason: 'before the meeting' },
      'before the meeting',
    ],
    [
      'a pause of the app says why and when it ends',
      { status: 'paused', reason_kind: 'rate_limit', reason: 'x', resumes_at: now + 65 * 60_000 },
      'rate limit (resumes 14:05)',
    ],
    [
      'a pause until a time says when',
      { status: 'paused', resumes_at: now + 65 * 60_000 },
      'resumes 14:05',
    ],
    ['settling says for how many it waits', { status: 'pausing', in_flight: 3 }, '3 in flight'],
    [
      'the end says what came out',
      { status: 'completed', succeeded: 998, failed: 12 },
      '998 ok, 12 failed',
    ],
    ['a failure says its reason', { status: 'failed', reason: 'disk error' }, 'disk error'],
    [
      'running says what it does before its first row',
      { status: 'running', doing: 'looking over the list' },
      'looking over the list',
    ],
  ])('%s', (_, fields, words) => expect(statusNote(job(fields), now)).toBe(words));

  it('leaves out what is zero, but never all', () => {
    expect(outcomeSummary(job({}))).toBe('0 ok');
    expect(outcomeSummary(job({ failed: 2 }))).toBe('2 failed');
    expect(outcomeSummary(job({ succeeded: 1200, skipped: 1 }))).toBe('1,200 ok, 1 skipped');
  });
});
