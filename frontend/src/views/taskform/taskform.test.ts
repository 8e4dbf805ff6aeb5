import { render, screen as page, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TaskDraft, FormField } from '$lib/api';
import { deck } from '$lib/live';
import { router } from '$lib/route';
import { ConfirmHost } from '$lib/ui';
import { violations } from '$lib/ui/testing/axe';
import { installFakeDeck, type Installed } from '../../../e2e/fake-deck';
import { counts, formErrors } from '$views/parts/form';
import TaskFormPage from './TaskFormPage.svelte';
import { When } from './when.svelte';

const user = userEvent.setup({ pointerEventsCheck: 0 });
let fake: Installed;
let stop: () => void;

beforeEach(async () => {
  location.hash = '#/schedules/new';
  fake = installFakeDeck(window, { jobs: 'none' });
  stop = deck.start();
  await deck.tasks.load();
});
afterEach(() => {
  stop();
  for (const task of [...deck.tasks.list]) deck.tasks.gone(task.id);
});

const field = (name: string | RegExp) => page.getByRole('textbox', { name });
const saved = () =>
  fake.deck.calls.findLast(([method]) => method === 'SaveTask')?.[1] as TaskDraft | undefined;
async function fill(name: string | RegExp, text: string) {
  await user.clear(field(name));
  if (text !== '') await user.type(field(name), text);
}

describe('a new task', () => {
  it('says at its fields what is missing, and is not saved', async () => {
    const { container } = render(TaskFormPage);
    await user.click(await page.findByRole('radio', { name: /Run a command/ }));
    await user.click(page.getByRole('button', { name: 'Create task' }));
    expect(await page.findByText('Command line is needed.')).toBeInTheDocument();
    expect(page.getByText('A name is needed.')).toBeInTheDocument();
    expect(saved()).toBeUndefined();
    expect(await violations(container)).toEqual([]);
  });

  it('asks before it is left half filled, by a link too, and not once it is given up', async () => {
    const link = document.body.appendChild(document.createElement('a'));
    link.href = '#/activity';
    render(ConfirmHost);
    render(TaskFormPage);
    await page.findByRole('textbox', { name: 'File' });
    await fill('Name', 'nap');
    await user.click(link);
    await user.click(await page.findByRole('button', { name: 'Stay' }));
    expect(location.hash).toBe('#/schedules/new');
    expect(field('Name')).toHaveValue('nap');
    await user.click(link);
    await user.click(await page.findByRole('button', { name: 'Leave' }));
    await waitFor(() => expect(location.hash).toBe('#/activity'));
    link.remove();
  });

  it('asks only for what its choice needs, with buttons that browse', async () => {
    render(TaskFormPage);
    await page.findByRole('textbox', { name: 'File' });
    expect(page.queryByRole('textbox', { name: 'Folder' })).toBeNull();
    await user.click(page.getByRole('button', { name: 'Browse for File' }));
    await waitFor(() => expect(field('File')).toHaveValue(fake.deck.chosen.file));
  });

  it('shows its cron line in words, the next five firings, and what is wrong', async () => {
    render(TaskFormPage);
    await page.findByText('Every day at 02:00', { selector: 'p' });
    await waitFor(() =>
      expect(
        page.getByRole('status', { name: 'Next firings' }).querySelectorAll('li'),
      ).toHaveLength(5),
    );
    await fill('Cron line', '0 2');
    expect(await page.findByText('a line has five fields, this one has 2')).toBeInTheDocument();
    expect(page.getByRole('status', { name: 'Next firings' })).toHaveTextContent(/None/);
  });

  it('says what a step does that does not come out even', async () => {
    render(TaskFormPage);
    await page.findByRole('textbox', { name: 'File' });
    await fill('Cron line', '*/90 * * * *');
    expect(await page.findByText(/^Every hour\. .*not every 90 minutes/)).toBeInTheDocument();
  });

  it('takes a recipe and a list along, and opens when it is made', async () => {
    render(TaskFormPage, { recipe: 'preprocess', file: '/home/ada/Q4.csv' });
    await page.findByRole('textbox', { name: 'File' });
    expect(field('Name')).toHaveValue('Q4');
    await user.click(page.getByRole('radio', { name: /^Queue/ }));
    await user.click(page.getByRole('button', { name: 'Create task' }));
    await waitFor(() =>
      expect(saved()).toMatchObject({
        id: 0,
        name: 'Q4',
        does: 'job',
        overlap: 'queue',
        missed: 'run_once',
        settings: { recipe: 'preprocess', file: '/home/ada/Q4.csv' },
        schedule: { kind: 'cron', cron: '0 2 * * *', zone: '' },
      }),
    );
    await waitFor(() => expect(router.current).toMatchObject({ place: 'task' }));
  });

  it('may not be called as another one is', async () => {
    render(TaskFormPage);
    await page.findByRole('textbox', { name: 'Name' });
    await fill('Name', 'database BACKUP');
    expect(await page.findByText('Another task is called that.')).toBeInTheDocument();
  });
});

it('a task that comes with Jobdeck keeps its name and what it does', async () => {
  render(TaskFormPage, { task: deck.tasks.get(3) });
  expect(await page.findByRole('textbox', { name: 'Name' })).toBeDisabled();
  expect(page.queryByRole('radio', { name: /Run a command/ })).toBeNull();
  await fill(/^Keep/, '0');
  await user.click(page.getByRole('button', { name: 'Save' }));
  expect(await page.findByText('It must be 1 to 3650.')).toBeInTheDocument();
  await fill(/^Keep/, '60');
  await user.click(page.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(saved()).toMatchObject({ id: 3, settings: { keep_days: '60' } }));
});

describe('when it fires', () => {
  const now = new Date(2026, 10, 22, 15).getTime();

  it('an interval is counted from midnight unless told otherwise', () => {
    const when = new When(undefined, now);
    when.kind = 'every';
    when.every = 15;
    when.unit = 'minute';
    expect(when.schedule).toEqual({
      kind: 'every',
      every_ms: 900_000,
      anchor: new Date(2026, 10, 22).getTime(),
    });
  });

  it('comes back as it was saved', () => {
    const at = new Date(2027, 0, 5, 6, 7, 8).getTime();
    for (const schedule of [
      { kind: 'once' as const, at },
      { kind: 'every' as const, every_ms: 7_200_000, anchor: at },
      { kind: 'cron' as const, cron: '@hourly', zone: 'Asia/Tokyo' },
    ])
      expect(new When(schedule, now).schedule).toEqual(schedule);
  });

  it('a time that is none is said to be missing', () => {
    const when = new When(undefined, now);
    when.kind = 'once';
    when.at = '';
    expect(when.problem).toBe('A date and a time are needed.');
  });
});

describe('the settings of a work', () => {
  const setting = (fields: Partial<FormField>) =>
    ({
      key: 'n',
      label: 'Keep',
      kind: 'number',
      min: 1,
      max: 9,
      only_if: '',
      ...fields,
    }) as FormField;
  const errors = (one: FormField, value: string) =>
    formErrors([one], { n: value, source: 'file' })['n'];

  it.each([
    ['10', 'It must be 1 to 9.'],
    ['1.5', 'Write a whole number.'],
    ['x', 'Write a whole number.'],
    ['9', undefined],
    ['', undefined],
  ])('%j: %j', (value, problem) => {
    expect(errors(setting({}), value)).toBe(problem);
  });

  it('count only with the values that they name', () => {
    const folder = setting({ kind: 'folder', only_if: 'source=newest|each', required: true });
    expect(counts(folder, { source: 'each' })).toBe(true);
    expect(counts(folder, { source: 'file' })).toBe(false);
    expect(errors(folder, '')).toBeUndefined();
  });
});
