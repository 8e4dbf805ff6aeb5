import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as api from '$lib/api';
import type { Hold } from '$lib/api';
import { listen, registry } from '$lib/keys';
import { deck } from '$lib/live';
import { router } from '$lib/route';
import { violations } from '$lib/ui/testing/axe';
import { frameCommands } from './commands';
import { frame } from './frame.svelte';
import { grouped } from './groups';
import { holding } from '$views/parts/hold.svelte';
import HoldBanner from './HoldBanner.svelte';
import HoldButton from '$views/parts/HoldButton.svelte';
import HoldDialog from './HoldDialog.svelte';
import KeySheet from './KeySheet.svelte';
import Palette from './Palette.svelte';
import Rail from './Rail.svelte';
import { noHold } from '$lib/live/hold';
import StartupProblem from './StartupProblem.svelte';

vi.mock('$lib/api', async (original) => ({
  ...(await original<typeof api>()),
  hold: vi.fn(),
  release: vi.fn(),
  jobIDs: vi.fn(async () => []),
  jobs: vi.fn(async () => []),
}));

const user = userEvent.setup({ pointerEventsCheck: 0 });
const free = noHold;
const held: Hold = {
  ...noHold,
  held: true,
  who: 'ada',
  why: 'Meeting until two',
  since: Date.now() - 60_000,
  origin: 'command line',
};
let stop: () => void = () => {};

beforeEach(() => {
  vi.mocked(api.hold).mockResolvedValue(held);
  vi.mocked(api.release).mockResolvedValue(free);
  deck.hold = free;
  location.hash = '#/jobs';
  const stops = [registry.register(frameCommands()), listen(window, () => registry.all)];
  stop = () => stops.forEach((one) => one());
});

afterEach(() => {
  stop();
  vi.clearAllMocks();
  frame.palette = false;
  frame.keys = false;
  holding.asking = false;
});

describe('holding everything', () => {
  it('asks why, then holds until it is lifted, by keys alone', async () => {
    render(HoldDialog);
    await user.keyboard('{Control>}{Shift>}p{/Shift}{/Control}');
    await waitFor(() =>
      expect(screen.getByRole('textbox', { name: 'Why (optional)' })).toHaveFocus(),
    );
    expect(await violations(screen.getByRole('dialog'))).toEqual([]);
    await user.keyboard('Meeting until two{Enter}');
    expect(api.hold).toHaveBeenCalledExactlyOnceWith({ why: 'Meeting until two', until: 0 });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(deck.hold.held).toBe(true);
  });

  it('forgets the reason and the time of a question that was left', async () => {
    render(HoldDialog);
    const field = () => screen.findByRole('textbox', { name: 'Why (optional)' });
    holding.toggle();
    await user.type(await field(), 'Not today');
    await user.click(screen.getByRole('button', { name: 'Not now' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    holding.toggle();
    expect(await field()).toHaveValue('');
    await user.type(await field(), 'Neither now{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    holding.toggle();
    expect(await field()).toHaveValue('');
    await user.click(screen.getByRole('button', { name: 'Hold everything' }));
    expect(api.hold).toHaveBeenCalledExactlyOnceWith({ why: '', until: 0 });
  });

  it('is lifted at once', async () => {
    deck.hold = held;
    render(HoldDialog);
    render(HoldButton);
    await user.click(screen.getByRole('button', { name: 'Lift hold' }));
    expect(api.release).toHaveBeenCalledOnce();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(await screen.findByRole('button', { name: 'Hold all' })).toBeInTheDocument();
  });

  it('can’t be pressed twice while it is under way', async () => {
    deck.hold = held;
    let answer: (hold: Hold) => void = () => {};
    vi.mocked(api.release).mockReturnValue(new Promise((resolve) => (answer = resolve)));
    render(HoldButton);
    const button = screen.getByRole('button', { name: 'Lift hold' });
    await user.click(button);
    expect(button).toHaveAttribute('aria-busy', 'true');
    await user.click(button);
    answer(free);
    await screen.findByRole('button', { name: 'Hold all' });
    expect(api.release).toHaveBeenCalledOnce();
  });

  it('keeps the question open when it is refused', async () => {
    vi.mocked(api.hold).mockRejectedValue(new api.DeckError('The disk is full.'));
    render(HoldDialog);
    holding.toggle();
    await screen.findByRole('dialog');
    await user.click(screen.getByRole('button', { name: 'Hold everything' }));
    await waitFor(() => expect(holding.busy).toBe(false));
    expect(screen.getByRole('dialog')).toBeInTheDocument();
    expect(deck.hold.held).toBe(false);
  });

  it('shows who, from where, why and until when', () => {
    deck.hold = held;
    render(HoldBanner);
    const banner = screen.getByRole('status');
    expect(banner).toHaveTextContent('Held: Meeting until two');
    expect(banner).toHaveTextContent(/By ada from the command line, since .+, until it is lifted/);
    expect(screen.getByRole('button', { name: 'Lift hold' })).toBeInTheDocument();
  });

  it('shows no banner while nothing is held', () => {
    render(HoldBanner);
    expect(screen.queryByRole('status')).toBeNull();
  });
});

describe('the rail', () => {
  it('shows where one is, what is active, and whether all is held', async () => {
    deck.overview = {
      counts: { running: 2, queued: 1, paused: 4, completed: 9 } as api.Summary['counts'],
      done_today: 9,
      rate: 0,
      hold: free,
      version: '1',
      data_dir: '/tmp',
      database: { checking: false, done: 0, total: 0, problem: '' },
    };
    const { container } = render(Rail);
    const jobs = screen.getByRole('link', { name: /Jobs ?3 ?active/ });
    expect(jobs).toHaveAttribute('aria-current', 'page');
    expect(screen.getByRole('link', { name: 'Settings' })).not.toHaveAttribute('aria-current');
    expect(screen.getByRole('button', { name: 'Held: no' })).toBeInTheDocument();
    deck.hold = held;
    expect(await screen.findByRole('button', { name: 'Held' })).toBeInTheDocument();
    expect(await violations(container)).toEqual([]);
  });

  it('is left by keys: G then S, and the usual ones for settings', async () => {
    await user.keyboard('gs');
    expect(router.current).toEqual({ place: 'schedules' });
    await user.keyboard('gl');
    expect(router.current).toEqual({ place: 'activity' });
    await user.keyboard('{Control>},{/Control}');
    expect(router.current).toEqual({ place: 'settings' });
    await user.keyboard('gj');
    expect(router.current).toEqual({ place: 'jobs' });
    await user.keyboard('n');
    expect(router.current).toEqual({ place: 'new', file: '' });
  });
});

describe('the palette', () => {
  it('opens by its keys, finds by words, and does what is chosen', async () => {
    render(Palette);
    await user.keyboard('{Control>}k{/Control}');
    const field = await screen.findByRole('combobox', { name: 'Find anything' });
    await waitFor(() => expect(field).toHaveFocus());
    expect(await violations(screen.getByRole('dialog'))).toEqual([]);
    await user.type(field, 'settings');
    await waitFor(() => expect(screen.queryByText('New job')).toBeNull());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(router.current).toEqual({ place: 'settings' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('begins anew each time, whichever way it was opened and closed', async () => {
    render(Palette);
    for (const [open, close] of [
      [() => user.keyboard('{Control>}k{/Control}'), () => user.keyboard('{Escape}')],
      [() => (frame.palette = true), () => (frame.palette = false)],
      [() => user.keyboard('{Control>}k{/Control}'), () => user.keyboard('{Control>}k{/Control}')],
    ] as const) {
      await open();
      const field = await screen.findByRole('combobox', { name: 'Find anything' });
      expect(field).toHaveValue('');
      await user.type(field, 'settings');
      await close();
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    }
  });

  it('finds jobs by name and opens them', async () => {
    vi.mocked(api.jobIDs).mockResolvedValue([7]);
    vi.mocked(api.jobs).mockResolvedValue([
      { id: 7, name: 'Q4 targets', status: 'running', standing: 'running' } as api.Snapshot,
    ]);
    render(Palette);
    frame.palette = true;
    await user.type(await screen.findByRole('combobox'), 'targ');
    await user.click(await screen.findByText('Q4 targets'));
    await waitFor(() => expect(router.current).toEqual({ place: 'job', job: 7 }));
  });

  it('shows only what can be done now, with its keys', async () => {
    const gone = registry.register([
      { id: 'x', label: 'Impossible', group: 'Test', when: () => false, run: () => {} },
    ]);
    render(Palette);
    frame.palette = true;
    await screen.findByText('New job');
    expect(screen.queryByText('Impossible')).toBeNull();
    expect(screen.getByText('Hold everything').closest('[role="option"]')).toHaveTextContent(
      /Ctrl\+ ?Shift\+ ?P/,
    );
    gone();
  });
});

it('? shows all keys, those of other views too', async () => {
  const gone = registry.register([
    {
      id: 'x',
      label: 'Pause or resume',
      group: 'Jobs',
      keys: 'Space',
      when: () => false,
      run: () => {},
    },
  ]);
  render(KeySheet);
  await user.keyboard('{Shift>}?{/Shift}');
  const sheet = await screen.findByRole('dialog', { name: 'Keys' });
  for (const label of ['Pause or resume', 'New job', 'Go to Settings', 'Find anything'])
    expect(sheet).toHaveTextContent(label);
  expect(await violations(sheet)).toEqual([]);
  gone();
});

it('commands stand under their headings, the app’s own last', () => {
  const command = (id: string, group: string) => ({ id, label: id, group, run: () => {} });
  const groups = grouped([command('a', 'Jobdeck'), command('b', 'Jobs'), command('c', 'Jobs')]);
  expect(groups.map(({ group, commands }) => [group, commands.map((one) => one.id)])).toEqual([
    ['Jobs', ['b', 'c']],
    ['Jobdeck', ['a']],
  ]);
});

it('a deck that can’t open says why, with the details behind a press', async () => {
  const { container } = render(StartupProblem, {
    startup: {
      version: '0.1.0',
      data_dir: '/home/ada/.local/share/jobdeck',
      problem: 'Another Jobdeck uses this data folder.',
      problem_details: 'lock held by 4711',
      restorable: false,
    },
    again: async () => undefined,
  });
  expect(screen.getByRole('alert')).toHaveTextContent('Another Jobdeck uses this data folder.');
  expect(screen.queryByText('lock held by 4711')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Show details' }));
  expect(screen.getByText('lock held by 4711')).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});
