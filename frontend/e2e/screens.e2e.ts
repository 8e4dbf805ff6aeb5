// Every page, dialog, drawer and menu, opened by keys: its shape is sound in a usual window, in the
// smallest one, and with text at twice its size.

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { smallestSize, usualSize } from './driver/driver';
import { furnish } from './furniture';
import { inBrowser, screens, shown, walk } from './screens';
import { shapeOf } from './shape';
import { Window } from './window';

let window: Window;
beforeAll(async () => {
  window = await Window.open(furnish);
  await window.json('resume', '2');
  await window.shows('Autumn targets', 'running');
});
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await window?.keepFailure(task.name);
  await window?.reopen();
});
afterAll(() => window?.close());

const looks = [
  { called: 'usual', size: usualSize, text: '' },
  { called: 'smallest', size: smallestSize, text: '' },
  { called: 'large text', size: usualSize, text: '200%' },
];

it.each(screens)(
  '$name is opened by keys, and all of it can be seen',
  async ({ kind, steps, shows, back }) => {
    await walk(inBrowser(window.page), [...steps, { see: shows }]);
    const layer = kind === 'page' ? window.page.locator('main') : shown(window.page, shows);
    // A menu takes its measures when it opens: larger text does not come while it is open.
    for (const { called, size, text } of kind === 'menu' ? looks.slice(0, 2) : looks) {
      await window.look(size, text);
      // What floats takes its new place in its own time.
      await expect.poll(() => shapeOf(layer), { message: called, timeout: 3000 }).toEqual([]);
    }
    await window.look(usualSize, '');
    await walk(inBrowser(window.page), back);
  },
);
