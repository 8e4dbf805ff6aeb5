// Every page, dialog, drawer and menu of the program as it ships, opened by keys in its own window;
// a picture of each is kept, to be looked at.

import { mkdirSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallestSize, usualSize } from './driver/driver';
import { keep, Production } from './driver/production';
import { furnish, furnishMore } from './furniture';
import { needed, runProgram } from './processes';
import { screens, walk } from './screens';

const kept = needed('JOBDECK_SCREENS');
const log = join(kept, '..', '..', 'window-program.log');

const looks = [
  { scheme: 'light', sizes: [usualSize, smallestSize] },
  { scheme: 'dark', sizes: [usualSize] },
] as const;

describe.each(looks)('$scheme', ({ scheme, sizes }) => {
  const fileOf = (name: string, width: number) => join(kept, `${name}-${scheme}-${width}.png`);
  let folder: string;
  let window: Production;
  /** The list of jobs, where each way begins. */
  let list: Buffer | undefined;
  const writing: Promise<void>[] = [];
  beforeAll(async () => {
    mkdirSync(kept, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'jobdeck-tour-'));
    const dataDir = join(folder, 'data');
    await furnish(dataDir);
    await furnishMore(dataDir);
    window = await Production.open(dataDir, scheme, log);
    await window.resize(usualSize);
    await window.waits(['heading', 'Jobs'], true);
    await runProgram(dataDir, ['resume', '2']);
  });
  afterAll(async () => {
    await Promise.all(writing);
    await window?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it.each(screens)('$name is opened by keys', async ({ name, steps, shows, back }) => {
    try {
      await walk(window, [...steps, { see: shows }]);
      for (const size of sizes) {
        if (size !== usualSize) await window.resize(size);
        const picture = await window.settled();
        if (size === usualSize) {
          list ??= steps.length === 0 ? picture : undefined;
          if (steps.length > 0)
            expect(list?.equals(picture), 'the screen is as it was').toBe(false);
        }
        writing.push(keep(picture, fileOf(name, size.width)));
      }
      if (sizes.length > 1) await window.resize(usualSize);
      await walk(window, back);
    } catch (error) {
      await keep(await window.settled(), fileOf(`failed-${name}`, usualSize.width));
      await walk(window, ['Escape', 'Escape', 'Escape', 'g', 'j']);
      throw error;
    }
  });

  it('a damaged database leads to the page that puts a backup in its place', async () => {
    await window.close();
    const database = await open(join(folder, 'data', 'jobdeck.db'), 'r+');
    await database.write(Buffer.alloc(64 << 10, 'x'), 0, undefined, 0);
    await database.close();
    window = await Production.open(join(folder, 'data'), scheme, log);
    await window.resize(usualSize);
    await window.waits(['heading'], true);
    await keep(await window.settled(), fileOf('restore', usualSize.width));
  });
});
