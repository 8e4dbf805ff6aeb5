import { expect, it } from 'vitest';

it('holds for most of a day, and not in its last hours', () => {
  const now = Date.now();
  const later = new Date(now + 3 * 3_600_000);
  expect(later.getDate()).toBe(new Date(now).getDate());
});
