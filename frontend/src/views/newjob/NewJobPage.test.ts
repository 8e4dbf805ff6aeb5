import { configure, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deck } from '$lib/live';
import { router } from '$lib/route';
import { ConfirmHost } from '$lib/ui';
import { installFakeDeck, type Installed } from '../../../e2e/fake-deck';
import DropArea from '$views/parts/DropArea.svelte';
import { takeDrops } from './drop';
import NewJobPage from './NewJobPage.svelte';

// A whole page in jsdom on a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000 });
configure({ asyncUtilTimeout: 5_000 });

let fake: Installed;
let stop: () => void;
const calls = (method: string) => fake.deck.calls.filter(([name]) => name === method);

beforeEach(() => {
  localStorage.clear();
  fake = installFakeDeck(window, { jobs: 'none' });
  stop = deck.start();
});

afterEach(() => {
  stop();
  fake.stop();
});

function open(file = '') {
  location.hash = file === '' ? '#/new' : `#/new?file=${encodeURIComponent(file)}`;
  render(ConfirmHost);
  return render(NewJobPage, { file });
}

const startButton = () => screen.findByRole('button', { name: 'Start now' });

describe('a new job', () => {
  it('runs after a dropped file and one more click', async () => {
    const end = takeDrops();
    fake.emit('wails:file-drop', 10, 10, ['/home/ada/targets.csv']);
    expect(location.hash).toBe('#/new?file=%2Fhome%2Fada%2Ftargets.csv');
    end();
    open('/home/ada/targets.csv');
    const start = await startButton();
    await waitFor(() => expect(start).not.toHaveAttribute('aria-disabled'));
    await userEvent.click(start);
    await waitFor(() => expect(location.hash).toMatch(/^#\/jobs\/\d+$/));
    expect(calls('Create')[0]?.[1]).toMatchObject({
      path: '/home/ada/targets.csv',
      recipe: 'preprocess',
      name: 'targets',
      start_paused: false,
    });
  });

  it('starts with Ctrl+Enter from wherever one is', async () => {
    open('/home/ada/targets.csv');
    await screen.findByText('200 rows');
    await fireEvent.keyDown(window, { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect(calls('Create')).toHaveLength(1));
  });

  it('goes through its steps, each told to a screen reader as it comes', async () => {
    open('/home/ada/targets.csv');
    await screen.findByText('200 rows');
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    await waitFor(() => expect(screen.getByRole('heading', { name: 'The recipe' })).toHaveFocus());
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    await waitFor(() => expect(screen.getByRole('heading', { name: 'The run' })).toHaveFocus());
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    await waitFor(() => expect(screen.getByRole('heading', { name: 'The recipe' })).toHaveFocus());
  });

  it('says what the list is, and which rows have a problem', async () => {
    open('/home/ada/targets.csv');
    expect(await screen.findByText('200 rows')).toBeVisible();
    expect(screen.getByText('9 duplicates')).toBeVisible();
    expect(screen.getByText('Row 42')).toBeVisible();
    expect(screen.getByText(/has 5 cells, 4 columns/)).toBeVisible();
  });

  it('says in place why a file is no list, and offers another', async () => {
    open('/home/ada/broken.bin');
    expect(await screen.findByRole('alert')).toHaveTextContent('no text and no spreadsheet');
    expect(screen.getByRole('button', { name: 'Choose a file…' })).toBeEnabled();
    expect(await startButton()).toHaveAttribute('aria-disabled', 'true');
  });

  it('keeps a path that was mistyped, to be mended', async () => {
    open('/home/ada/broken.bin');
    await screen.findByRole('alert');
    expect(screen.getByRole('textbox', { name: 'Path of a list' })).toHaveValue(
      '/home/ada/broken.bin',
    );
  });

  it('shows what comes out of the first rows', async () => {
    open('/home/ada/targets.csv');
    await screen.findByText('200 rows');
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Try first 10' }));
    expect(await screen.findByText('8 ok, 1 failed, 1 skipped.')).toBeVisible();
    expect(calls('Try')[0]?.[1]).toMatchObject({ rows: 10 });
  });

  it('asks before it throws away what was typed, and only then', async () => {
    open('/home/ada/targets.csv');
    await screen.findByText('200 rows');
    await userEvent.click(screen.getByRole('button', { name: /Run$/ }));
    const name = await screen.findByRole('textbox', { name: 'Name' });
    await userEvent.type(name, ' 2');
    await userEvent.keyboard('{Escape}');
    expect(await screen.findByText('Leave without starting?')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Stay' }));
    expect(location.hash).toContain('#/new');
    router.go({ place: 'settings' }); // as a key, the palette or a second start does
    expect(await screen.findByText('Leave without starting?')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Leave' }));
    await waitFor(() => expect(location.hash).toBe('#/settings'));
  });

  it('is left at once when nothing was typed', async () => {
    open('/home/ada/targets.csv');
    await screen.findByText('200 rows');
    await fireEvent.keyDown(window, { key: 'Escape' });
    await waitFor(() => expect(location.hash).toBe('#/jobs'));
  });

  it('keeps everything when it can not be started, and says why', async () => {
    open('/home/ada/targets.csv');
    await screen.findByText('200 rows');
    vi.spyOn(fake.deck, 'Create').mockImplementation(() => {
      throw { kind: 'error', message: 'read the list: the file is gone', details: '' };
    });
    await userEvent.click(await startButton());
    expect(await screen.findByRole('alert')).toHaveTextContent('the file is gone');
    expect(screen.getByText('200 rows')).toBeVisible();
  });
});

describe('the drop area', () => {
  it('takes a pasted path, for those without a mouse', async () => {
    const onpath = vi.fn();
    render(DropArea, { onpath });
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Path of a list' }),
      '"/home/ada/my list.csv"{Enter}',
    );
    expect(onpath).toHaveBeenCalledExactlyOnceWith('/home/ada/my list.csv');
  });

  it('takes a file from the dialog, and nothing when none was chosen', async () => {
    const onpath = vi.fn();
    render(DropArea, { onpath });
    fake.deck.chosen.list = '';
    await userEvent.click(screen.getByRole('button', { name: 'Choose a file…' }));
    expect(onpath).not.toHaveBeenCalled();
    fake.deck.chosen.list = '/home/ada/targets.csv';
    await userEvent.click(screen.getByRole('button', { name: 'Choose a file…' }));
    await waitFor(() => expect(onpath).toHaveBeenCalledWith('/home/ada/targets.csv'));
  });

  it('takes the sample list', async () => {
    const onpath = vi.fn();
    render(DropArea, { onpath });
    await userEvent.click(screen.getByRole('button', { name: 'Try the sample list' }));
    await waitFor(() => expect(onpath).toHaveBeenCalledWith('/usr/share/jobdeck/sample.csv'));
  });

  it('takes one file, and says so when several are dropped', () => {
    location.hash = '#/jobs';
    const end = takeDrops();
    fake.emit('wails:file-drop', 1, 1, ['/a.csv', '/b.csv']);
    end();
    expect(location.hash).toBe('#/jobs');
  });
});
