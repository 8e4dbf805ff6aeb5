// Everything by keys alone: no mouse is touched.

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { accessible } from './axe';
import { inBrowser, tabTo as tabThrough } from './screens';
import { Window } from './window';

let window: Window;
beforeAll(async () => {
  window = await Window.open();
});
afterEach(({ task }) =>
  task.result?.state === 'fail' ? window?.keepFailure(task.name) : undefined,
);
afterAll(() => window?.close());

const press = (keys: string) => window.page.keyboard.press(keys);

const tabTo = (name: RegExp) => tabThrough(inBrowser(window.page), name);

it('starts a job from the empty deck', async () => {
  await tabTo(/^Try the sample list$/);
  await press('Enter');
  await window.page.getByText('200 rows').waitFor();
  await press('Control+Enter');
  await window.page
    .getByRole('region', { name: /^Job / })
    .locator('[data-status="completed"]')
    .first()
    .waitFor();
  const [job] = await window.snapshots();
  expect(job).toMatchObject({ total: 200, status: 'completed' });
});

it('goes back to the list and finds its place', async () => {
  await press('Escape');
  await window.page.getByRole('heading', { name: 'Jobs', level: 1 }).waitFor();
  await press('Enter');
  await window.page.getByRole('region', { name: /^Job / }).waitFor();
  await press('Escape');
});

it('moves, pauses and resumes', async () => {
  const list = await window.list('slow.csv', 3000);
  await window.json('run', list, '--recipe', 'preprocess', '--rate', '60/min', '--detach');
  await window.shows('slow', 'running');
  await press('Home');
  await window.row('slow').and(window.page.locator('.cursor')).waitFor();
  await press('Space');
  await window.shows('slow', 'paused');
  await press('Space');
  await window.shows('slow', 'running');
});

it('has one marker: what Space does is what is marked, wherever the mouse was last', async () => {
  const list = await window.list('second.csv', 3000);
  await window.json('run', list, '--recipe', 'preprocess', '--rate', '60/min', '--detach');
  await window.shows('second', 'running');
  // A button of one row has the focus; the arrows leave it.
  await window.row('second').getByRole('button', { name: 'Pause' }).click();
  await window.shows('second', 'paused');
  await window.row('second').and(window.page.locator('.cursor')).waitFor();
  await press('Home');
  await window.row('slow').and(window.page.locator('.cursor')).waitFor();
  await press('Space');
  await window.shows('slow', 'paused');
  await window.shows('second', 'paused');
  await press('Space');
  await window.shows('slow', 'running');
  await window.apply('cancel', [(await window.snapshots('second'))[0]?.id ?? 0]);
  await window.shows('second', 'cancelled');
  await window.apply('delete', [(await window.snapshots('second'))[0]?.id ?? 0]);
  await window.row('second').waitFor({ state: 'detached' });
  await press('Home');
  await window.row('slow').and(window.page.locator('.cursor')).waitFor();
});

it('cancels, with the question answered by keys', async () => {
  await press('c');
  await window.page.getByRole('alertdialog').waitFor();
  await press('Escape');
  expect((await window.snapshots('slow'))[0]?.status).toBe('running');
  await press('c');
  await window.page.getByRole('alertdialog').waitFor();
  await tabTo(/^Cancel job$/);
  await press('Enter');
  await window.page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await window.shows('slow', 'cancelled');
});

it('deletes and undoes', async () => {
  await window.page.locator('.cursor').waitFor();
  while ((await window.row('slow').and(window.page.locator('.cursor')).count()) === 0) {
    await press('ArrowDown');
  }
  await press('Delete');
  await window.page.getByRole('alertdialog').waitFor();
  await tabTo(/^Delete job$/);
  await press('Enter');
  await window.row('slow').waitFor({ state: 'detached' });
  await window.page.getByText('Deleted “slow”').waitFor();
  await press('Control+z');
  await window.shows('slow', 'cancelled');
});

it('selects one, a range and all, and lets go of them', async () => {
  await press('Home');
  await press('x');
  await window.page.getByText('1 selected').waitFor();
  await press('ArrowDown');
  await press('Shift+X');
  await window.page.getByText('2 selected').waitFor();
  await press('Control+a');
  await window.page.getByText('All 2 that match').waitFor();
  await press('Escape');
  await window.page.getByRole('toolbar', { name: 'Selected jobs' }).waitFor({ state: 'detached' });
});

it('retries and exports', async () => {
  const path = `${window.folder}/out.csv`;
  await window.answerDialogs({ export: path });
  while ((await window.row('companies').and(window.page.locator('.cursor')).count()) === 0) {
    await press('ArrowDown');
    await press('ArrowUp');
    await press('ArrowDown');
  }
  await press('e');
  await window.page.getByText(/Exported 200 accounts to out\.csv/).waitFor();
  await press('r');
  await expect
    .poll(async () => {
      const detail = await window.json<{ timeline?: { what: string }[] }>('show', '1');
      return JSON.stringify(detail);
    })
    .toContain('retry');
  await window.shows('companies', 'completed');
});

it('filters, and no verb fires while typing', async () => {
  await press('/');
  await window.page.keyboard.type('cxr');
  await window.page.getByText('No job matches').waitFor();
  expect(await window.page.getByRole('alertdialog').count()).toBe(0);
  await press('Escape');
  await press('Escape');
  await press('Escape');
  await window.row('slow').waitFor();
});

it('shows all keys and finds anything', async () => {
  await window.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await press('Shift+?');
  await window.page.getByRole('dialog').getByText('Pause or resume').waitFor();
  await window.keep('keys');
  await accessible(window, 'the keys');
  await press('Escape');
  await press('Control+k');
  await window.page.keyboard.type('slow');
  await window.page.getByRole('option', { name: /slow/ }).first().waitFor();
  await window.keep('palette');
  await accessible(window, 'the palette');
  await press('Escape');
  for (const [keys, place] of [
    [['g', 's'], 'Schedules'],
    [['g', 'l'], 'Activity'],
    [['Control+,'], 'Settings'],
  ] as const) {
    for (const key of keys) await press(key);
    await window.page.getByRole('heading', { name: place, level: 1 }).waitFor();
  }
});
