import { expect, it } from 'vitest';
import { choiceWords, formErrors } from './form';

it.each([
  ['run_once', 'Run once'],
  ['go-on', 'Go on'],
  ['wait', 'Wait'],
  ['tls', 'TLS'],
])('the choice %s reads %s', (choice, words) => {
  expect(choiceWords({ words: { tls: 'TLS' } }, choice)).toBe(words);
});

it('takes a number with decimals only where one may stand', () => {
  const field = (decimals: boolean) =>
    ({ key: 'n', label: 'N', kind: 'number', min: 1, max: 120, decimals, only_if: '' }) as never;
  expect(formErrors([field(true)], { n: '2.5' })).toEqual({});
  expect(formErrors([field(false)], { n: '2.5' })).toEqual({ n: 'Write a whole number.' });
});
