// The window's rooms, and who may know whom. This is the one place where it is written down.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = import.meta.dirname;

/** From the top to the bottom: a room imports what stands on a lower line than its own. */
const floors = [
  ['main'],
  ['views/frame'],
  ['activity', 'job', 'jobs', 'newjob', 'news', 'schedules', 'settings', 'taskform'].map(
    (page) => `views/${page}`,
  ),
  ['views/parts'],
  ['lib/verbs'],
  ['lib/live', 'lib/format', 'lib/keys'],
  ['lib/api', 'lib/ui', 'lib/route'],
];

/** The room that a file is in. */
function roomOf(path: string): string {
  const [top = '', room = ''] = path.split('/');
  return top === 'lib' || top === 'views' ? `${top}/${room}` : 'main';
}

/** What is wrong with what a file imports, one line each. */
function wrong(path: string, text: string): string[] {
  const from = roomOf(path);
  const floor = floors.findIndex((rooms) => rooms.includes(from));
  if (floor < 0) return [`${from} stands on no floor`];
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*'([.$][^']*)'/g)].flatMap(([, name = '']) => {
    const target = name.startsWith('$') ? name.slice(1) : normalize(join(dirname(path), name));
    const to = roomOf(target);
    const below = floors.findIndex((rooms) => rooms.includes(to)) > floor;
    return to === from || below ? [] : [`${path} imports ${target}`];
  });
}

describe('the rooms of the window', () => {
  it('know only what is below them', () => {
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => /\.(ts|svelte)$/.test(path) && !/\.test\.ts$|\btesting\b/.test(path));
    expect(files.length).toBeGreaterThan(200);
    expect(files.flatMap((path) => wrong(path, readFileSync(join(source, path), 'utf8')))).toEqual(
      [],
    );
  });

  it.each([
    ['views/jobs/a.ts', "import A from '$views/frame/A.svelte';"],
    ['views/jobs/a.ts', "import { b } from '../job/b';"],
    ['views/parts/a.ts', "export { b } from '$views/jobs/b';"],
    ['lib/ui/a.ts', "import type {\n  B,\n} from '../api';"],
    ['lib/live/a.ts', "import '$lib/verbs';"],
    ['views/jobs/a.ts', "const b = import('../frame/b');"],
    ['views/attic/a.ts', ''],
  ])('are refused what is not: %s with %s', (path, text) => {
    expect(wrong(path, text)).toHaveLength(1);
  });
});
