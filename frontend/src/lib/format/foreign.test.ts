import { expect, it } from 'vitest';
import { plain } from '$lib/api/plain';
import { quoted } from './foreign';

it('keeps a name between its quotation marks, whichever way it runs', () => {
  expect(quoted('Q4 targets')).toBe('“Q4 targets”');
  expect(quoted('Ünïcode 製品 🎯')).toBe('“Ünïcode 製品 🎯”');
  expect(quoted('قائمة 2026')).toBe('“\u2068قائمة 2026\u2069”');
  expect(quoted('רשימה')).toBe('“\u2068רשימה\u2069”');
});

it('lets no name turn or hide the words around it', () => {
  for (const name of ['\u202egnp.exe', '\u2067a\u2069b', 'a\u200fb', '\u009b1mred', 'a\rb\u0007'])
    expect(quoted(name)).toMatch(/^“[\x20-\x7e]*”$/);
  expect(plain('two\nlines\tand a tab')).toBe('two\nlines\tand a tab');
});
