import { describe, expect, it } from 'vitest';
import { clamp, judge } from './number';

describe('a typed number', () => {
  it.each([
    ['5', 5],
    [' 12 ', 12],
    ['1,000', 1000],
  ])('%j is taken', (typed, value) => {
    expect(judge(typed, 1, 2000, 1)).toEqual({ value });
  });

  it.each(['', 'many', '0', '65', '5.5', 'Infinity', '1e400'])(
    '%j is refused with what is allowed',
    (typed) => {
      expect(judge(typed, 1, 64, 1)).toEqual({ problem: 'Give a whole number from 1 to 64.' });
    },
  );

  it('may have decimals where steps have', () => {
    expect(judge('0.25', 0, 1, 0.05)).toEqual({ value: 0.25 });
  });

  it('names the one bound there is', () => {
    expect(judge('-1', 0, Infinity, 1)).toEqual({ problem: 'Give a whole number, 0 or more.' });
  });
});

it('stays within bounds, without the dust of binary fractions', () => {
  expect(clamp(0.1 + 0.2, 0, 1, 0.1)).toBe(0.3);
  expect(clamp(99, 1, 64, 1)).toBe(64);
  expect(clamp(-3, 1, 64, 1)).toBe(1);
});
