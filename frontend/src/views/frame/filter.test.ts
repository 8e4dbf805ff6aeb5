import { expect, it } from 'vitest';
import { filter } from './hits';

it.each([
  ['Hold everything', 'hold', 1],
  ['Hold everything', 'EVERY hold', 0.9],
  ['Hold everything', 'pause', 0.7],
  ['Hold everything', 'thing', 0.4],
  ['Hold everything', 'hg', 0],
  ['Hold everything', 'hold jobs', 0],
  ['Hold everything', '', 1],
])('%s is found by %j with %f', (label, typed, score) => {
  expect(filter(label, typed, ['pause', 'stop'])).toBeCloseTo(score);
});
