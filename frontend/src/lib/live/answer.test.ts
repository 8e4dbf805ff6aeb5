import { expect, it } from 'vitest';
import { Answer } from './answer.svelte';

function later<T>() {
  let give: (value: T) => void = () => undefined;
  let fail: (cause: unknown) => void = () => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    give = resolve;
    fail = reject;
  });
  return { promise, give: (value: T) => give(value), fail: (cause: unknown) => fail(cause) };
}

it('only the last asking counts, and the answer before stays until then', async () => {
  const answer = new Answer<string>();
  await answer.ask(() => Promise.resolve('first'));
  const [second, third] = [later<string>(), later<string>()];
  const asked = [answer.ask(() => second.promise), answer.ask(() => third.promise)];
  expect(answer.value).toBe('first');
  third.give('third');
  second.give('second');
  expect(await Promise.all(asked)).toEqual([undefined, 'third']);
  expect(answer.value).toBe('third');
});

it('a failure that was overtaken is none, and the last one keeps the answer', async () => {
  const answer = new Answer<string>();
  const [old, last] = [later<string>(), later<string>()];
  const asked = [answer.ask(() => old.promise), answer.ask(() => last.promise)];
  old.fail(new Error('old'));
  last.give('last');
  await Promise.all(asked);
  expect(answer.problem).toBeUndefined();
  await answer.ask(() => Promise.reject(new Error('the disk is full')));
  expect(answer.problem?.message).toBe('the disk is full');
  expect(answer.value).toBe('last');
  await answer.ask(() => Promise.resolve('again'));
  expect(answer.problem).toBeUndefined();
});

it('what was dropped does not come any more', async () => {
  const answer = new Answer<string>();
  const asked = answer.ask(() => Promise.resolve('late'));
  answer.drop();
  expect(await asked).toBeUndefined();
  expect(answer.loaded).toBe(false);
});

it('the answer is taken before it is there', async () => {
  const answer = new Answer<string>();
  const seen: [string, boolean][] = [];
  await answer.ask(
    () => Promise.resolve('taken'),
    (value) => seen.push([value, answer.loaded]),
  );
  expect(seen).toEqual([['taken', false]]);
});
