// What runs by itself, as a person with a mouse steers it: every button of a task, in every state.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessible } from './axe';
import { taskApp, type TaskApp } from './tasks';
import { Window } from './window';

let window: Window;
let tasks: TaskApp;
beforeAll(async () => {
  window = await Window.open();
  tasks = taskApp(window);
});
afterEach(({ task }) =>
  task.result?.state === 'fail' ? window?.keepFailure(task.name) : undefined,
);
afterAll(() => window?.close());

const row = (name: string) => window.row(name);
const press = (name: string, button: string) =>
  row(name).getByRole('button', { name: button, exact: true }).click();
const shows = (name: string, status: string) =>
  row(name).locator(`[data-status="${status}"]`).waitFor();
const choose = async (name: string, item: string | RegExp) => {
  await row(name)
    .getByRole('button', { name: `More for ${name}` })
    .click();
  await window.page.getByRole('menuitem', { name: item }).click();
};
const drawer = () => window.page.getByRole('dialog');

describe('the tasks that come with Jobdeck', () => {
  it('are all there, with their state', async () => {
    await window.goto('#/schedules');
    await window.page.getByRole('heading', { name: 'Schedules', level: 1 }).waitFor();
    for (const { name } of await tasks.list()) await row(name).waitFor();
    await window.keep('schedules');
    await accessible(window, 'the schedules');
  });

  it('say what they would do, and do it when they are started', async () => {
    await choose('Log cleanup', /^Try/);
    await window.page.getByText(/“Log cleanup”:/).waitFor();
    await press('Log cleanup', 'Start');
    await row('Log cleanup').locator('[data-outcome="completed"]').waitFor();
    expect((await tasks.one('Log cleanup')).last_run).toMatchObject({ trigger: 'manual' });
  });

  it('pause and resume in the same place, and a paused one has no next run', async () => {
    await press('Log cleanup', 'Pause');
    await shows('Log cleanup', 'paused');
    expect((await tasks.one('Log cleanup')).next_run).toBe(0);
    await press('Log cleanup', 'Resume');
    await shows('Log cleanup', 'scheduled');
    expect((await tasks.one('Log cleanup')).next_run).toBeGreaterThan(Date.now());
  });

  it('are disabled and enabled, not deleted', async () => {
    await choose('Log cleanup', /^Disable$/);
    await shows('Log cleanup', 'disabled');
    await row('Log cleanup').getByRole('button', { name: 'More for Log cleanup' }).click();
    const gone = window.page.getByRole('menuitem', { name: /^Delete/ });
    expect(await gone.getAttribute('aria-disabled')).toBe('true');
    await window.page.keyboard.press('Escape');
    await press('Log cleanup', 'Enable');
    await shows('Log cleanup', 'scheduled');
  });

  it('say why one can’t be cancelled, to who points, tabs or listens', async () => {
    const cancel = row('Database compaction').getByRole('button', { name: 'Cancel', exact: true });
    expect(await cancel.getAttribute('aria-disabled')).toBe('true');
    expect(await cancel.locator('[hidden]').textContent()).not.toBe('');
  });
});

describe('a task of one’s own', () => {
  it('is refused with what is missing, at its field', async () => {
    await window.page.getByRole('button', { name: 'New task' }).click();
    await window.page.getByRole('radio', { name: /Run a command/ }).click();
    await window.page.getByRole('button', { name: 'Create task' }).click();
    await window.page.getByText('Command is needed.').waitFor();
    await window.page.getByText('A name is needed.').waitFor();
    await window.keep('task-form-errors');
    await accessible(window, 'the form of a task');
  });

  it('reads its cron line back, says what is wrong with it, and shows the next five firings', async () => {
    const cron = window.page.getByRole('textbox', { name: 'Cron line' });
    await cron.fill('99 2 * *');
    await window.page.getByRole('alert').first().waitFor();
    await window.page.getByText(/can’t be used like this/).waitFor();
    await cron.fill('30 6 * * 1-5');
    await window.page.getByText('At 06:30, Monday to Friday').waitFor();
    const next = window.page.getByRole('status', { name: 'Next firings' });
    await next.getByRole('listitem').nth(4).waitFor();
    expect(await next.getByRole('listitem').count()).toBe(5);
    expect(await next.getByRole('listitem').first().textContent()).toMatch(
      /^(Mon|Tue|Wed|Thu|Fri) .+ 06:30/,
    );
    await window.keep('task-form-cron');
  });

  it('is made, and runs when it is started', async () => {
    await window.page.getByRole('textbox', { name: 'Command', exact: true }).fill('sleep 300');
    await window.page.getByRole('textbox', { name: 'Name', exact: true }).fill('Long sleep');
    await window.page.getByRole('button', { name: 'Create task' }).click();
    await drawer().getByRole('heading', { name: 'Long sleep' }).waitFor();
    expect(await tasks.one('Long sleep')).toMatchObject({
      enabled: true,
      schedule: { kind: 'cron', cron: '30 6 * * 1-5' },
      settings: { command: 'sleep 300' },
    });
    await drawer().getByRole('button', { name: 'Start', exact: true }).click();
    await drawer().locator('[data-status="running"]').first().waitFor();
    await window.keep('task-running');
    await accessible(window, 'a task at work');
  });

  it('is paused while it runs, and goes on running', async () => {
    await drawer().getByRole('button', { name: 'Pause', exact: true }).click();
    await drawer().getByRole('button', { name: 'Resume', exact: true }).waitFor();
    expect(await tasks.one('Long sleep')).toMatchObject({ running: true, paused: true });
    await drawer().getByRole('button', { name: 'Resume', exact: true }).click();
    await drawer().getByRole('button', { name: 'Pause', exact: true }).waitFor();
  });

  it('is cancelled within a moment, once asked, and its history says so', async () => {
    await drawer().getByRole('button', { name: 'Cancel', exact: true }).click();
    const question = window.page.getByRole('alertdialog', {
      name: /Cancel the run of “Long sleep”/,
    });
    await question.getByRole('button', { name: 'Let it go on' }).click();
    expect((await tasks.one('Long sleep')).status).toBe('running');
    await drawer().getByRole('button', { name: 'Cancel', exact: true }).click();
    await question.getByRole('button', { name: 'Cancel the run' }).click();
    await drawer()
      .getByRole('region', { name: 'History' })
      .locator('[data-outcome="cancelled"]')
      .waitFor();
    expect((await tasks.one('Long sleep')).last_run?.outcome).toBe('cancelled');
    await window.keep('task-history');
    await window.page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
  });

  it('is changed, and fires at other times then', async () => {
    await choose('Long sleep', /^Edit/);
    await window.page.getByRole('radio', { name: 'Every so often' }).click();
    await window.page.getByRole('spinbutton', { name: 'Every' }).fill('2');
    await window.page.getByRole('radio', { name: /^Queue/ }).click();
    await window.keep('task-form-every');
    await window.page.getByRole('button', { name: 'Save' }).click();
    await drawer().getByText('Every 2 hours').waitFor();
    expect(await tasks.one('Long sleep')).toMatchObject({
      schedule: { kind: 'every', every_ms: 7_200_000 },
      overlap: 'queue',
    });
    await window.page.keyboard.press('Escape');
  });

  it('is duplicated as a disabled one', async () => {
    const before = (await tasks.list()).map((task) => task.name);
    await choose('Long sleep', /^Duplicate$/);
    await window.page.getByText(/Duplicated “Long sleep”/).waitFor();
    const made = (await tasks.list()).find((task) => !before.includes(task.name));
    expect(made).toMatchObject({ enabled: false, does: 'command' });
    await shows(made?.name ?? '', 'disabled');
  });

  it('is gone at once when it is deleted, and back when that is undone', async () => {
    await choose('Long sleep', /^Delete/);
    await window.page.getByRole('button', { name: 'Delete task' }).click();
    await row('Long sleep').waitFor({ state: 'detached' });
    await window.page.getByRole('button', { name: 'Undo' }).click();
    await row('Long sleep').waitFor();
    expect(await tasks.one('Long sleep')).toMatchObject({ does: 'command' });
  });

  it('is found by its name and by its status', async () => {
    await window.page.getByRole('textbox', { name: 'Filter tasks' }).fill('no such task');
    await window.page.getByText('No task matches').waitFor();
    await window.page.getByRole('button', { name: 'Clear the filter' }).click();
    await window.page.getByRole('radio', { name: /^Disabled/ }).click();
    await row('Log cleanup').waitFor({ state: 'detached' });
    await window.page.getByRole('radio', { name: /^All/ }).click();
  });
});

it('everything of a task is done by keys alone', async () => {
  await window.page.getByRole('grid', { name: 'Tasks' }).focus();
  await window.page.keyboard.press('Home');
  const first = (await tasks.list())[0];
  await window.page.keyboard.press('Space');
  await shows(first?.name ?? '', 'paused');
  await window.page.keyboard.press('Space');
  await shows(first?.name ?? '', 'scheduled');
  await window.page.keyboard.press('Enter');
  await drawer().waitFor();
  await window.page.keyboard.press('Escape');
  await drawer().waitFor({ state: 'detached' });
  await window.page.keyboard.press('Control+k');
  await window.page.keyboard.type('pause long');
  await window.page.getByRole('option', { name: 'Pause Long sleep' }).waitFor();
  await window.page.keyboard.press('Enter');
  await expect.poll(async () => (await tasks.one('Long sleep')).paused).toBe(true);
});

it('a job is put on a schedule from its third step', async () => {
  await window.goto('#/jobs');
  await window.drop(await window.list('weekly.csv', 5));
  await window.page.getByText('5 rows', { exact: true }).waitFor();
  await window.page.getByRole('button', { name: 'Continue' }).click();
  await window.page.getByRole('radio', { name: /^Clean/ }).click();
  await window.page.getByRole('button', { name: 'Continue' }).click();
  await window.page.getByRole('radio', { name: /^On a schedule/ }).click();
  await window.page.getByRole('button', { name: 'Set the schedule…' }).click();
  await window.page.getByRole('heading', { name: 'New task', level: 1 }).waitFor();
  await window.page.getByRole('button', { name: 'Create task' }).click();
  await drawer().getByRole('heading', { name: 'weekly' }).waitFor();
  await drawer().getByRole('button', { name: 'Start', exact: true }).click();
  await drawer().getByRole('link', { name: 'Open its job' }).click();
  await window.page.getByRole('region', { name: /^Job / }).waitFor();
});

describe('what happened', () => {
  it('is listed with who, from where and what, and filtered', async () => {
    await window.goto('#/activity');
    const list = window.page.getByRole('grid', { name: 'What happened' });
    await list.getByRole('row').first().waitFor();
    await window.keep('activity');
    await accessible(window, 'the activity');
    await window.page.getByRole('radio', { name: 'Runs' }).click();
    await list.locator('[data-outcome="cancelled"]').first().waitFor();
    await window.page.getByRole('radio', { name: 'All' }).click();
    await window.page.getByRole('textbox', { name: 'Search what happened' }).fill('Long sleep');
    await expect
      .poll(async () =>
        (await list.getByRole('row').allTextContents()).every((text) =>
          text.includes('Long sleep'),
        ),
      )
      .toBe(true);
    await list.getByRole('row').first().getByRole('gridcell').first().click();
    await drawer().getByText('Who').waitFor();
    await window.page.keyboard.press('Escape');
  });

  it('is exported as far as it matches', async () => {
    const path = join(window.folder, 'activity.csv');
    await window.answerDialogs({ export: path });
    await window.page.getByRole('button', { name: 'Export' }).click();
    await window.page.getByRole('menuitem', { name: 'As CSV' }).click();
    await window.page.getByText(/Exported \d+ lines? to activity\.csv/).waitFor();
    expect(await readFile(path, 'utf8')).toContain('Long sleep');
  });

  it('stands in the log too, by level and text', async () => {
    await window.page.getByRole('tab', { name: 'Logs' }).click();
    const log = window.page.getByRole('grid', { name: 'Log' });
    await log.getByRole('row').first().waitFor();
    await window.keep('logs');
    await accessible(window, 'the logs');
    await window.page.getByRole('textbox', { name: 'Search the logs' }).fill('nothing says this');
    await window.page.getByText('No line matches').waitFor();
    await window.page.getByRole('button', { name: 'Clear the filter' }).click();
    await log.getByRole('row').first().waitFor();
  });
});
