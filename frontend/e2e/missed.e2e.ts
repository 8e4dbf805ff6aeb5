// Firings that were due while Jobdeck was closed: told once, and made up for or dismissed by hand.

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { accessible } from './axe';
import { taskApp, type TaskApp } from './tasks';
import { runProgram } from './processes';
import { Window } from './window';

let window: Window;
let tasks: TaskApp;

/** Long enough for two firings of a task that fires every second: nothing tells of what is missed. */
const closedFor = 2500;

beforeAll(async () => {
  window = await Window.open(async (dataDir) => {
    for (const name of ['Heartbeat', 'Second heartbeat']) {
      const args = ['schedules', 'add', name, '--every', '1s', '--command', 'true'];
      const { code, err } = await runProgram(dataDir, [...args, '--missed', 'skip']);
      expect(err.trim() === '' || code === 0, err).toBe(true);
      expect(code).toBe(0);
    }
    await new Promise((resolve) => setTimeout(resolve, closedFor));
  });
  tasks = taskApp(window);
});
afterEach(({ task }) =>
  task.result?.state === 'fail' ? window?.keepFailure(task.name) : undefined,
);
afterAll(() => window?.close());

const notice = () => window.page.getByText(/missed while Jobdeck was closed or asleep/);

it('missed firings of several tasks are told in one notice, with a list', async () => {
  await window.goto('#/schedules');
  for (const name of ['Heartbeat', 'Second heartbeat']) {
    await window.row(name).getByRole('button', { name: 'Pause', exact: true }).click();
    await window.row(name).getByRole('button', { name: 'Resume', exact: true }).waitFor();
  }
  await window.page.getByText(/firings of 2 tasks were missed/).waitFor();
  await window.page.getByRole('button', { name: 'Show which' }).click();
  await window.page.getByRole('list', { name: 'Missed firings' }).waitFor();
  await window.keep('schedules-missed');
  await accessible(window, 'the missed firings');
});

it('dismissing one leaves the other', async () => {
  await window.page.getByRole('button', { name: 'Dismiss: Second heartbeat' }).click();
  await window.page.getByText(/firings? of Heartbeat (was|were) missed/).waitFor();
  expect((await tasks.one('Second heartbeat')).missed_firings.count).toBe(0);
  expect((await tasks.one('Heartbeat')).missed_firings.count).toBeGreaterThan(0);
});

it('running it now starts a run, and the notice has done its work', async () => {
  await window.page.getByRole('button', { name: 'Run now' }).click();
  await notice().waitFor({ state: 'detached' });
  await expect
    .poll(async () => (await tasks.one('Heartbeat')).last_run)
    .toMatchObject({ trigger: 'manual', outcome: 'completed' });
});
