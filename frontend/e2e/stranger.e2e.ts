// A list as a stranger's program wrote it: what was found stands above the preview, and can be said instead.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessible } from './axe';
import { Window } from './window';

let window: Window;
beforeAll(async () => {
  window = await Window.open();
});
afterEach(({ task }) =>
  task.result?.state === 'fail' ? window?.keepFailure(task.name) : undefined,
);
afterAll(() => window?.close());

/** Chooses in a select by the words of a choice. */
async function choose(label: RegExp, choice: string): Promise<void> {
  await window.page.getByRole('combobox', { name: label }).first().click();
  await window.page.getByRole('option', { name: choice, exact: true }).click();
}

describe("a stranger's list", () => {
  it('is read below its title, in its encoding, and doubted where its columns may mean something else', async () => {
    const path = join(window.folder, 'ziele.csv');
    const text =
      'Q4 Ziele,,\nErstellt am 31.1.2024,,\n,,\nTitle,Kontakt,Webseite\nCEO,M\xfcller,mueller.de\nVP Sales,Schr\xf6der,schroeder.de\n';
    await writeFile(path, Buffer.from(text, 'latin1'));
    await window.drop(path);
    await window.page.getByText('2 rows', { exact: true }).waitFor();
    await window.page
      .getByRole('combobox', { name: /Header in row 4/ })
      .first()
      .waitFor();
    await window.page
      .getByRole('combobox', { name: /Windows-1252: “Müller”/ })
      .first()
      .waitFor();
    await window.page.getByText('“Title” holds job titles').waitFor();
    await window.keep('stranger-list');
    await accessible(window, "a stranger's list");
  });

  it('follows at once when something else is said', async () => {
    await choose(/^Encoding/, 'Central European (Windows-1250)');
    await window.page
      .getByRole('combobox', { name: /Encoding: Central European/ })
      .first()
      .waitFor();
    await choose(/^Header/, 'There is no header');
    await window.page.getByText('5 rows', { exact: true }).waitFor();
    await window.page.getByText('Column 1', { exact: true }).first().waitFor();
    await window.keep('stranger-list-said');
    expect(await window.snapshots()).toEqual([]);
  });
});
