import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  // What was put over the navigator goes, and its own shows again.
  Reflect.deleteProperty(navigator, 'language');
  Reflect.deleteProperty(navigator, 'languages');
  vi.resetModules();
});

function speak(language: string) {
  Object.defineProperty(navigator, 'language', { configurable: true, get: () => language });
}

test('a language that is none becomes one that numbers can be formatted in', async () => {
  speak('C');
  expect(() => new Intl.NumberFormat(navigator.language)).toThrow(RangeError);
  await import('./language');
  expect(new Intl.NumberFormat(navigator.language).format(1000)).toBe('1,000');
  expect(navigator.languages).toEqual(['en-US']);
});

test("a user's language is left alone", async () => {
  speak('de-AT');
  await import('./language');
  expect(navigator.language).toBe('de-AT');
});
