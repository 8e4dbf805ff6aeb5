// One list, one job, full control: as a person with a mouse does it.

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

/** Everything of a job's page. */
const job = () => window.page.getByRole('region', { name: /^Job / });
const button = (name: string | RegExp) => job().getByRole('button', { name, exact: true });
const status = (status: string) => job().locator(`[data-status="${status}"]`).first().waitFor();

describe('a list that is dropped on the window', () => {
  it('meets a deck that says where to drop it', async () => {
    await window.page.getByText('Drop a list here').waitFor();
    await window.page.getByRole('button', { name: 'Try the sample list' }).waitFor();
    await window.keep('jobs-empty');
    await accessible(window, 'the empty deck');
  });

  it('is shown before anything starts', async () => {
    await window.drop(await window.list('targets.csv', 600));
    await window.page.getByText('600 rows').waitFor();
    await window.page.getByText('targets.csv', { exact: true }).first().waitFor();
    await window.keep('new-list');
    await accessible(window, 'the new list');
    expect(await window.snapshots()).toEqual([]);
  });

  it('can be tried on its first rows, and nothing is kept', async () => {
    await window.page.getByRole('button', { name: 'Continue' }).click();
    await window.page.getByRole('radio', { name: /^Clean/ }).click();
    await window.page.getByRole('button', { name: 'Try first 10' }).click();
    await window.page.getByText('company10.example.com').first().waitFor();
    await window.keep('new-recipe');
    await accessible(window, 'the recipe');
    expect(await window.snapshots()).toEqual([]);
  });

  it('becomes a job that runs as gently as it was asked', async () => {
    await window.page.getByRole('button', { name: 'Continue' }).click();
    const rate = window.page.getByRole('spinbutton', { name: 'Rate' });
    await rate.fill('300');
    await rate.blur();
    await window.keep('new-run');
    await accessible(window, 'the run');
    await window.page.getByRole('button', { name: 'Start now' }).click();
    await status('running');
    const [snapshot] = await window.snapshots();
    expect(snapshot).toMatchObject({ name: 'targets', total: 600, rate_per_minute: 300 });
    await window.keep('job-running');
    await accessible(window, 'the job at work');
  });

  it('pauses, and nothing starts while it is paused', async () => {
    await button('Pause').click();
    await status('paused');
    const [paused] = await window.snapshots();
    expect(paused).toMatchObject({ status: 'paused', in_flight: 0 });
    await window.keep('job-paused');
    await button('Resume').waitFor();
    const [still] = await window.snapshots();
    expect(still?.pending).toBe(paused?.pending);
  });

  it('resumes with the next row', async () => {
    const [paused] = await window.snapshots();
    await button('Resume').click();
    await status('running');
    await expect
      .poll(async () => (await window.snapshots())[0]?.pending, { timeout: 20_000 })
      .toBeLessThan(paused?.pending ?? 0);
  });

  it('asks before it is cancelled, in numbers, and keeps what is done', async () => {
    await button('Cancel').click();
    const question = window.page.getByRole('alertdialog');
    await question.getByText(/accounts will not be worked/).waitFor();
    await window.keep('job-cancel-question');
    await accessible(window, 'the question');
    await question.getByRole('button', { name: 'Cancel job' }).click();
    await status('cancelled');
    const [cancelled] = await window.snapshots();
    expect(cancelled?.in_flight).toBe(0);
    expect(cancelled?.succeeded).toBeGreaterThan(0);
    expect(cancelled?.pending).toBeGreaterThan(0);
    await button('Resume').waitFor({ state: 'detached' });
    await window.keep('job-cancelled');
  });

  it('is gone from the list at once when it is deleted, and back when that is undone', async () => {
    await window.page.getByRole('link', { name: 'Jobs' }).first().click();
    await window.shows('targets', 'cancelled');
    await window.row('targets').getByRole('button', { name: 'Delete' }).click();
    const question = window.page.getByRole('alertdialog');
    await question.getByText('600 accounts and their results').waitFor();
    await question.getByRole('button', { name: 'Export first…' }).waitFor();
    await window.keep('jobs-delete-question');
    await question.getByRole('button', { name: 'Delete job' }).click();
    await window.row('targets').waitFor({ state: 'detached' });
    expect(await window.snapshots()).toEqual([]);
    await window.keep('jobs-undo');
    await window.page.getByRole('button', { name: 'Undo' }).click();
    await window.shows('targets', 'cancelled');
    expect(await window.snapshots()).toHaveLength(1);
  });

  it('shows who did what on its timeline', async () => {
    await window.row('targets').getByText('targets', { exact: true }).click();
    await window.page.getByRole('tab', { name: 'Timeline' }).click();
    for (const what of [/pause/i, /resume/i, /cancel/i, /delete/i]) {
      await job().getByText(what).first().waitFor();
    }
    await window.keep('job-timeline');
    await accessible(window, 'the timeline');
    await window.page.getByRole('tab', { name: 'Throughput' }).click();
    await window.keep('job-throughput');
    await accessible(window, 'the throughput');
    await window.page.getByRole('tab', { name: 'Settings' }).click();
    await window.keep('job-settings');
    await accessible(window, 'the settings of a job');
  });
});

describe('the rest of it', () => {
  it('the settings are there, and change at once', async () => {
    await window.page.getByRole('link', { name: 'Settings' }).click();
    await window.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    await window.keep('settings');
    await accessible(window, 'the settings');
  });

  it('a list that can not be read says why', async () => {
    await window.drop(`${window.folder}/there-is-no-such.csv`);
    await window.page.getByRole('alert').first().waitFor();
    await window.keep('new-list-broken');
    await accessible(window, 'the broken list');
    await window.goto('#/jobs');
  });

  it('a held deck says so everywhere, and is lifted by its button', async () => {
    expect((await window.run('hold', '--reason', 'maintenance')).code).toBe(0);
    await window.page.getByText('maintenance').first().waitFor();
    await window.keep('held');
    await accessible(window, 'the held deck');
    await window.page.getByRole('button', { name: 'Lift hold' }).first().click();
    await window.page.getByText('maintenance').waitFor({ state: 'detached' });
  });
});
