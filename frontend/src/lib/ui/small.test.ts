import { describe, expect, it } from 'vitest';
import { nearest, shadeAt } from './chart';
import { keycaps } from './keycaps';
import { problemOf } from './problem';
import { rove } from './roving';
import { points } from './sparkline';

describe('keys are drawn as caps', () => {
  it.each([
    ['$mod+Shift+p', [['Ctrl', 'Shift', 'P']]],
    ['g j', [['G'], ['J']]],
    ['ArrowUp', [['↑']]],
    ['KeyK', [['K']]],
    ['/', [['/']]],
    ['Space', [['Space']]],
  ])('%s', (keys, caps) => {
    expect(keycaps(keys)).toEqual(caps);
  });
});

describe('arrow keys move among choices', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowRight', 2, 0],
    ['ArrowLeft', 0, 2],
    ['Home', 2, 0],
    ['End', 0, 2],
    ['a', 1, undefined],
  ])('%s from %i', (key, from, to) => {
    expect(rove(key, from, 3)).toBe(to);
  });
});

describe('whatever is thrown has words', () => {
  it.each([
    ['gone', { message: 'gone', details: '' }],
    [new Error('gone'), { message: 'gone', details: '' }],
    [
      { message: 'no', details: 'line 3', kind: 'error' },
      { message: 'no', details: 'line 3' },
    ],
    [undefined, { message: 'Something went wrong.', details: '' }],
    [{ message: '' }, { message: 'Something went wrong.', details: '' }],
  ])('%j', (thrown, problem) => {
    expect(problemOf(thrown)).toEqual(problem);
  });
});

describe('a sparkline', () => {
  it('goes from left to right, the highest at the top', () => {
    expect(points([0, 10, 5], 20, 12)).toBe('0,11 10,1 20,6');
  });

  it('needs two values, and stays level where nothing happens', () => {
    expect(points([3], 20, 12)).toBe('');
    expect(points([0, 0], 20, 12)).toBe('0,11 20,11');
  });
});

describe('a chart reads', () => {
  it.each([
    [-5, 0],
    [14, 1],
    [16, 2],
    [99, 3],
  ])('the nearest point of %i', (x, index) => {
    expect(nearest([0, 10, 20, 30], x)).toBe(index);
  });

  it('nothing from nothing', () => {
    expect(nearest([], 5)).toBe(-1);
  });

  it('what was shaded there', () => {
    const pause = { from: 10, to: 20, label: 'Paused' };
    expect(shadeAt([pause], 15)).toBe(pause);
    expect(shadeAt([pause], 25)).toBeUndefined();
  });
});
