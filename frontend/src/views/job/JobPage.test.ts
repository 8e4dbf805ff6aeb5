import { configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listen, registry } from '$lib/keys';
import { deck } from '$lib/live';
import { ConfirmHost } from '$lib/ui';
import { installFakeDeck, type FakeOptions, type Installed } from '../../../e2e/fake-deck';
import JobPage from './JobPage.svelte';

// A whole page in jsdom on a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000 });
configure({ asyncUtilTimeout: 5_000 });

let fake: Installed;
let stop: () => void;
let number = 1000;

/** A page of one job over the fake deck. Each has a number of its own: the window remembers jobs. */
function open(seed: Partial<NonNullable<Exclude<FakeOptions['jobs'], string | number>>[number]>) {
  const id = ++number;
  fake = installFakeDeck(window, {
    jobs: [{ id, name: 'Q4 targets', status: 'running', total: 1000, done: 612, ...seed }],
  });
  const stops = [deck.start(), listen(window, () => registry.all)];
  stop = () => stops.forEach((one) => one());
  location.hash = `#/jobs/${id}`;
  render(JobPage, { id });
  render(ConfirmHost);
  return id;
}

const calls = (method: string) => fake.deck.calls.filter(([name]) => name === method);

beforeEach(() => {
  // jsdom measures nothing: rows have a place to be drawn in.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(120);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      readonly #told: ResizeObserverCallback;
      constructor(told: ResizeObserverCallback) {
        this.#told = told;
      }
      observe() {
        queueMicrotask(() => this.#told([], this as unknown as ResizeObserver));
      }
      unobserve() {}
      disconnect() {}
    },
  );
});

afterEach(() => {
  stop();
  fake.stop();
  vi.unstubAllGlobals();
});

describe('the page of a job', () => {
  it('says at a glance what runs, how far it is, and what stops it', async () => {
    open({});
    expect(await screen.findByRole('heading', { name: 'Q4 targets' })).toBeVisible();
    expect(screen.getByText('61%')).toBeVisible();
    expect(screen.getByRole('progressbar', { name: /Q4 targets/ })).toHaveAttribute(
      'aria-valuenow',
      '612',
    );
    expect(screen.getByRole('button', { name: 'Pause' })).toBeEnabled();
    expect(screen.getByRole('button', { name: 'Cancel' })).toBeEnabled();
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
  });

  it('pauses, says what it waits for, and resumes in the same place', async () => {
    const id = open({});
    await userEvent.click(await screen.findByRole('button', { name: 'Pause' }));
    expect(calls('Apply')[0]?.[1]).toMatchObject({ verb: 'pause', jobs: [id] });
    expect(await screen.findByText(/finishing/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Pause now' })).toBeEnabled();
    await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
    expect(await screen.findByRole('button', { name: 'Pause' })).toBeEnabled();
  });

  it('asks before it cancels and says in numbers what is lost', async () => {
    open({});
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    const question = await screen
      .findByRole('alertdialog')
      .catch(() => screen.findByRole('dialog'));
    expect(question).toHaveTextContent('388 accounts will not be worked');
    expect(calls('Apply')).toHaveLength(0);
    await userEvent.click(within(question).getByRole('button', { name: 'Cancel job' }));
    await waitFor(() => expect(calls('Apply')).toHaveLength(1));
  });

  it('pauses until a time', async () => {
    open({});
    (await screen.findByRole('button', { name: /More ways: Pause/ })).focus();
    await userEvent.keyboard('{Enter}');
    await userEvent.click(await screen.findByText('Pause until…'));
    const time = await screen.findByLabelText('Time');
    await userEvent.clear(time);
    const dialog = screen.getByRole('dialog', { name: 'Pause until' });
    expect(within(dialog).getByRole('button', { name: 'Pause' })).toBeDisabled();
    await userEvent.type(time, '23:59{Enter}');
    await waitFor(() => expect(calls('Apply')).toHaveLength(1));
    const command = calls('Apply')[0]?.[1] as { until: number };
    expect(command.until).toBeGreaterThan(Date.now() - 1000);
    expect(new Date(command.until).getHours()).toBe(23);
  });

  it('says why the app paused it, what to do, and when it goes on', async () => {
    open({
      status: 'paused',
      reasonKind: 'rate_limit',
      reason: 'example.com asked to wait',
      resumesAt: Date.now() + 25 * 60_000,
    });
    expect(await screen.findByText('Example.com asked to wait.')).toBeVisible();
    expect(screen.getByText(/Goes on by itself/)).toBeVisible();
    expect(screen.getByText(/^resumes /)).toBeVisible();
  });

  it('is renamed in place, and not at all when Escape is pressed', async () => {
    open({});
    await userEvent.click(await screen.findByRole('button', { name: 'Rename' }));
    const field = screen.getByRole('textbox', { name: 'Name of the job' });
    await userEvent.clear(field);
    await userEvent.type(field, 'Something else{Escape}');
    expect(calls('Adjust')).toHaveLength(0);
    await userEvent.click(screen.getByRole('button', { name: 'Rename' }));
    await userEvent.clear(screen.getByRole('textbox', { name: 'Name of the job' }));
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Name of the job' }),
      'Q4 DACH{Enter}',
    );
    expect(await screen.findByRole('heading', { name: 'Q4 DACH' })).toBeVisible();
    expect(calls('Adjust')).toHaveLength(1);
  });

  it('leaves for the list when the job is deleted', async () => {
    const id = open({ status: 'completed', done: 1000 });
    await screen.findByRole('heading', { name: 'Q4 targets' });
    fake.deck.Apply({ verb: 'delete', jobs: [id] });
    await waitFor(() => expect(location.hash).toBe('#/jobs'));
  });

  it('says so when the job is not there', async () => {
    open({});
    render(JobPage, { id: 999_999 });
    expect(await screen.findByText('This job is not there')).toBeVisible();
  });
});

describe('its items', () => {
  it('are shown with what became of them, and open with Enter', async () => {
    const id = open({});
    expect(await screen.findByText('A. O. Smith 1')).toBeVisible();
    const rows = screen.getByRole('grid');
    rows.focus();
    await fireEvent.keyDown(rows, { key: 'ArrowDown' });
    await fireEvent.keyDown(rows, { key: 'Enter' });
    expect(location.hash).toBe(`#/jobs/${id}/items/2`);
  });

  it('are asked for at most once a second while it runs, however often it tells of itself', async () => {
    open({});
    await screen.findByText('A. O. Smith 1');
    const before = calls('Items').length;
    for (let tenth = 0; tenth < 20; tenth++) {
      fake.deck.advance(100);
      await tick();
    }
    await waitFor(() => expect(calls('Items').length).toBeGreaterThan(before));
    expect(calls('Items').length - before).toBeLessThanOrEqual(5);
  });

  it('can be narrowed to an outcome and searched, by Go and not here', async () => {
    open({ status: 'completed', done: 1000 });
    await userEvent.click(await screen.findByRole('radio', { name: /^Failed/ }));
    await waitFor(() =>
      expect(calls('Items').at(-1)?.[1]).toMatchObject({ outcome: 'failed', after: 0 }),
    );
    await userEvent.type(screen.getByRole('textbox', { name: 'Search accounts' }), 'nowhere');
    expect(await screen.findByText('No account matches “nowhere”')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(await screen.findByText('A. O. Smith 1')).toBeVisible();
  });

  it('show all that is known of one, with its raw JSON to copy', async () => {
    const id = open({});
    render(JobPage, { id, item: 3 });
    const panel = await screen.findByRole('dialog', { name: /AbbVie 3/ });
    expect(await within(panel).findByText('Website')).toBeVisible();
    expect(within(panel).getByText(/"seq": 3/)).toBeInTheDocument();
  });
});

describe('its settings', () => {
  it('change while it runs, and only what was changed', async () => {
    const id = open({});
    await userEvent.click(await screen.findByRole('tab', { name: 'Settings' }));
    const apply = await screen.findByRole('button', { name: 'Apply changes' });
    expect(apply).toBeDisabled();
    const field = screen.getByRole('spinbutton', { name: 'At once' });
    await userEvent.clear(field);
    await userEvent.type(field, '12');
    await userEvent.click(apply);
    await waitFor(() =>
      expect(calls('Adjust')[0]).toEqual(['Adjust', { job: id, changes: { concurrency: 12 } }]),
    );
  });

  it('are not lost while somebody types, whatever the job does meanwhile', async () => {
    open({});
    await userEvent.click(await screen.findByRole('tab', { name: 'Settings' }));
    const field = await screen.findByRole('spinbutton', { name: 'Retries' });
    await userEvent.clear(field);
    await userEvent.type(field, '7');
    fake.deck.advance(1000);
    await waitFor(() => expect(screen.queryByText('61%')).toBeVisible());
    expect(field).toHaveValue('7');
  });
});
