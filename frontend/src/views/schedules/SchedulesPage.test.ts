import { render, screen as page, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen, registry } from '$lib/keys';
import { deck } from '$lib/live';
import { router } from '$lib/route';
import { ConfirmHost, ToastHost } from '$lib/ui';
import { violations } from '$lib/ui/testing/axe';
import { installFakeDeck, type Installed } from '../../../e2e/fake-deck';
import { everywhereCommands } from './commands';
import SchedulesPage from './SchedulesPage.svelte';
import { screen } from './screen.svelte';

const user = userEvent.setup({ pointerEventsCheck: 0 });
let fake: Installed;
let stops: (() => void)[] = [];

beforeEach(() => {
  location.hash = '#/schedules';
  fake = installFakeDeck(window, { jobs: 'none' });
  stops = [deck.start(), listen(window, () => registry.all)];
  screen.clear();
  screen.cursor = undefined;
});
afterEach(() => {
  stops.forEach((stop) => stop());
  for (const task of [...deck.tasks.list]) deck.tasks.gone(task.id);
});

const row = (name: string) =>
  page
    .getAllByRole('row')
    .find((one) => within(one).queryByText(name, { exact: true }) !== null) as HTMLElement;
const button = (name: string, label: string) =>
  within(row(name)).getByRole('button', { name: label });
const status = (name: string) =>
  [...fake.deck.tasks.tasks.values()].find((task) => task.name === name)?.status;

async function open(opened?: number) {
  const shown = render(SchedulesPage, { opened });
  await page.findByText('Database backup', { exact: true });
  return shown;
}

describe('the schedules', () => {
  it('show every task with its group, status, last and next run', async () => {
    const { container } = await open();
    expect(page.getAllByRole('row')).toHaveLength(8);
    expect(row('Database backup')).toHaveTextContent(
      /Scheduled.*Completed.*(any moment|in \d+ (s|min|h)|tomorrow)/,
    );
    expect(row('Fetch the CRM list')).toHaveTextContent(/Paused.*No next run/);
    expect(row('Location import')).toHaveTextContent(/Disabled.*Never ran/);
    expect(
      within(row('Log cleanup')).getByRole('progressbar', { name: /Log cleanup/ }),
    ).toBeInTheDocument();
    expect(await violations(container)).toEqual([]);
  });

  it('start, pause and resume a task, each button once', async () => {
    await open();
    await user.dblClick(button('Visit cleanup', 'Start'));
    await waitFor(() => expect(status('Visit cleanup')).toBe('running'));
    expect(fake.deck.calls.filter(([method]) => method === 'ApplyTask')).toHaveLength(1);
    await user.click(button('Fetch the CRM list', 'Resume'));
    await waitFor(() => expect(status('Fetch the CRM list')).toBe('scheduled'));
    await user.click(
      await within(row('Fetch the CRM list')).findByRole('button', { name: 'Pause' }),
    );
    await waitFor(() => expect(status('Fetch the CRM list')).toBe('paused'));
  });

  it('cancel what can be cancelled, once asked, and say why not what can’t', async () => {
    render(ConfirmHost);
    await open();
    await user.click(button('Log cleanup', 'Cancel'));
    await user.click(await page.findByRole('button', { name: 'Let it go on' }));
    expect(status('Log cleanup')).toBe('running');
    await user.click(button('Log cleanup', 'Cancel'));
    const question = await page.findByRole('alertdialog', {
      name: /Cancel the run of “Log cleanup”/,
    });
    await user.click(within(question).getByRole('button', { name: 'Cancel the run' }));
    await waitFor(() => expect(row('Log cleanup')).toHaveTextContent('Cancelled'));
    const stuck = button('Database compaction', 'Cancel');
    expect(stuck).toHaveAttribute('aria-disabled', 'true');
    expect(stuck).toHaveAccessibleDescription('the database can’t be left half compacted');
    await user.click(stuck);
    expect(status('Database compaction')).toBe('running');
  });

  it('are steered by keys: a cursor, Space, S, C, Enter', async () => {
    render(ConfirmHost);
    await open();
    await user.keyboard('{ArrowDown}');
    expect(screen.current?.name).toBe('Database backup');
    await user.keyboard(' ');
    await waitFor(() => expect(status('Database backup')).toBe('paused'));
    await user.keyboard('s');
    await waitFor(() => expect(status('Database backup')).toBe('running'));
    await waitFor(() => expect(deck.tasks.get(1)?.verbs).toContain('cancel'));
    await user.keyboard('c');
    expect(status('Database backup')).toBe('running');
    await user.click(await page.findByRole('button', { name: 'Cancel the run' }));
    await waitFor(() => expect(status('Database backup')).toBe('paused'));
    await user.keyboard('{Enter}');
    expect(router.current).toEqual({ place: 'task', task: 1 });
    await user.keyboard('n');
    expect(router.current).toEqual({ place: 'newtask', recipe: '', file: '' });
  });

  it('are filtered by text and status, and say when nothing fits', async () => {
    await open();
    await user.type(page.getByRole('textbox', { name: 'Filter tasks' }), 'crm');
    expect(page.getAllByRole('row')).toHaveLength(2);
    await user.click(page.getByRole('radio', { name: /^Running/ }));
    expect(await page.findByText('No task matches')).toBeInTheDocument();
    await user.click(page.getByRole('button', { name: 'Clear the filter' }));
    expect(page.getAllByRole('row')).toHaveLength(8);
  });

  it('ask before one is deleted, and bring it back', async () => {
    render(ConfirmHost);
    render(ToastHost);
    await open();
    screen.point(6);
    await user.keyboard('{Delete}');
    await user.click(await page.findByRole('button', { name: 'Delete task' }));
    await waitFor(() => expect(fake.deck.tasks.tasks.has(6)).toBe(false));
    await waitFor(() => expect(deck.tasks.get(6)).toBeUndefined());
    await user.click(await page.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(deck.tasks.get(6)?.name).toBe('Weekly targets'));
  });

  it('offer no run for what a run made up for', async () => {
    await open();
    const backup = fake.deck.tasks.one(1);
    deck.tasks.tell({ ...backup, missed_firings: { ...backup.missed_firings, made_up: 3 } });
    await page.findByText(/were made up for by one run/);
    expect(page.getByText(/3 firings of Database backup were missed/)).toBeInTheDocument();
    expect(page.queryByRole('button', { name: 'Run now' })).toBeNull();
    expect(page.getByRole('button', { name: 'Dismiss' })).toBeInTheDocument();
  });

  it('tell what was missed, until it is dismissed', async () => {
    await open();
    expect(page.getByRole('button', { name: 'Run now' })).toBeInTheDocument();
    expect(page.getByText(/3 firings of Database backup were missed/)).toBeInTheDocument();
    await user.click(page.getByRole('button', { name: 'Dismiss' }));
    await waitFor(() => expect(page.queryByText(/were missed/)).toBeNull());
    expect(deck.tasks.get(1)?.missed_firings.count).toBe(0);
  });
});

it('the drawer shows who paused a task and why, and every run, filtered', async () => {
  await open(7);
  const drawer = await page.findByRole('dialog', { name: 'Fetch the CRM list' });
  expect(drawer).toHaveTextContent(/Paused by ada.*: the CRM moves house/);
  expect(drawer).toHaveTextContent('Nothing while it is paused');
  await waitFor(() => expect(drawer.querySelectorAll('[data-run]').length).toBe(50));
  await user.click(within(drawer).getByRole('button', { name: 'Show older runs' }));
  await waitFor(() => expect(drawer.querySelectorAll('[data-run]').length).toBe(60));
  await user.click(within(drawer).getByRole('radio', { name: 'Failed' }));
  await waitFor(() => expect(drawer.querySelectorAll('[data-run]').length).toBe(4));
  expect(await violations(drawer)).toEqual([]);
});

it('a time that is told in short is told in full by a tooltip, with its zone', async () => {
  await open();
  const next = row('Database backup').querySelector('.next > span');
  expect(next).not.toHaveAttribute('title');
  await user.hover(next as Element);
  expect(await page.findByRole('tooltip')).toHaveTextContent(/\d{2}:\d{2}/);
});

it('a run under way says for how long, also to who listens', async () => {
  await open();
  expect(row('Log cleanup')).toHaveTextContent(/Has run for \d+ (s|min)/);
});

it('a run that started a job leads to it', async () => {
  await open(6);
  const links = await page.findAllByRole('link', { name: 'Open its job' });
  expect(links[0]).toHaveAttribute('href', '#/jobs/7');
});

it('from everywhere, each task can be run, paused and opened by its name', async () => {
  await open();
  const labels = everywhereCommands(deck.tasks.list).map(({ label }) => label);
  expect(labels).toContain('Run Database backup now');
  expect(labels).toContain('Pause Database backup');
  expect(labels).toContain('Resume Fetch the CRM list');
  expect(labels).toContain('Cancel Log cleanup');
  expect(labels).not.toContain('Cancel Database compaction');
  expect(labels).toContain('New task');
});

it('from everywhere, a cancel asks first', async () => {
  render(ConfirmHost);
  await open();
  const cancel = everywhereCommands(deck.tasks.list).find(
    ({ label }) => label === 'Cancel Log cleanup',
  );
  void cancel?.run();
  await user.click(await page.findByRole('button', { name: 'Let it go on' }));
  expect(status('Log cleanup')).toBe('running');
});
