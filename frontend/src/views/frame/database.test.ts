import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as api from '$lib/api';
import type { Backup, DatabaseState, Summary, Startup } from '$lib/api';
import { deck } from '$lib/live';
import { violations } from '$lib/ui/testing/axe';
import App from './App.svelte';
import DatabaseBanner from './DatabaseBanner.svelte';
import RestoreBackup from './RestoreBackup.svelte';
import { Restoring } from './restore.svelte';
import StartupProblem from './StartupProblem.svelte';

vi.mock('$lib/api', async (original) => ({
  ...(await original<typeof api>()),
  backups: vi.fn(),
  restore: vi.fn(),
  startup: vi.fn(),
  tryAgain: vi.fn(),
  ready: vi.fn(async () => undefined),
  openDataFolder: vi.fn(async () => undefined),
  quit: vi.fn(async () => undefined),
}));

const user = userEvent.setup({ pointerEventsCheck: 0 });

const made = (days: number): Backup => ({
  path: `/deck/backups/jobdeck-${days}.db`,
  made: new Date(2020, 10, 25 - days, 3, 30).getTime(),
  size: 2_400_000,
});

const startup: Startup = {
  version: '0.1.0',
  data_dir: '/deck',
  problem: 'database is damaged: /deck/jobdeck.db. Nothing was changed.',
  problem_details: '',
  restorable: true,
  checking: false,
  done: 0,
  total: 0,
  warning: '',
  open_file: '',
};

function database(state: Partial<DatabaseState>): void {
  deck.overview = {
    counts: {} as Summary['counts'],
    done_today: 0,
    rate: 0,
    hold: deck.hold,
    version: '1',
    data_dir: '/deck',
    database: { checking: false, done: 0, total: 0, problem: '', ...state },
  };
}

afterEach(() => {
  vi.resetAllMocks();
  deck.overview = undefined;
  deck.work.clear();
});

describe('a database that can’t be worked with', () => {
  it('comes back by one button, from the newest backup', async () => {
    vi.mocked(api.backups).mockResolvedValue([made(0), made(1)]);
    vi.mocked(api.restore).mockResolvedValue();
    const reload = vi.fn();
    render(RestoreBackup, { restoring: new Restoring(reload) });
    await user.click(await screen.findByRole('button', { name: /^Restore backup of 25 Nov 2020/ }));
    expect(api.restore).toHaveBeenCalledExactlyOnceWith('/deck/backups/jobdeck-0.db');
    await waitFor(() => expect(reload).toHaveBeenCalledOnce());
  });

  it('offers older backups when the newest can’t be restored', async () => {
    vi.mocked(api.backups).mockResolvedValue([made(0), made(1)]);
    vi.mocked(api.restore).mockRejectedValue(new Error('jobdeck-0.db can’t be restored'));
    const reload = vi.fn();
    render(RestoreBackup, { restoring: new Restoring(reload) });
    const button = await screen.findByRole('button', { name: /^Restore backup/ });
    expect(screen.queryByLabelText(/^Backup:/)).toBeNull();
    await user.click(button);
    expect(await screen.findByRole('alert')).toHaveTextContent('can’t be restored');
    expect(screen.getByLabelText(/^Backup:/)).toBeInTheDocument();
    expect(reload).not.toHaveBeenCalled();
  });

  it('without a backup, can be looked at in its folder, tried again, or left', async () => {
    vi.mocked(api.backups).mockResolvedValue([]);
    const again = vi.fn(async () => undefined);
    const { container } = render(StartupProblem, { startup, again });
    expect(screen.getByRole('alert')).toHaveTextContent('database is damaged');
    expect(screen.queryByRole('button', { name: /^Restore/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Tried again: it is still so.')).toBeInTheDocument();
    expect(again).toHaveBeenCalledOnce();
    await user.click(screen.getByRole('button', { name: 'Open folder' }));
    expect(api.openDataFolder).toHaveBeenCalledOnce();
    await user.click(screen.getByRole('button', { name: 'Quit' }));
    expect(api.quit).toHaveBeenCalledOnce();
    expect(await violations(container)).toEqual([]);
  });

  it('offers no backup for a problem that a backup does not solve', () => {
    render(StartupProblem, {
      startup: { ...startup, restorable: false },
      again: async () => undefined,
    });
    expect(api.backups).not.toHaveBeenCalled();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeInTheDocument();
  });

  it('is said over every page, with the button', async () => {
    vi.mocked(api.backups).mockResolvedValue([made(0)]);
    database({ problem: 'database is damaged: /deck/jobdeck.db' });
    const { container } = render(DatabaseBanner);
    expect(screen.getByRole('alert')).toHaveTextContent('The database can only be read');
    expect(await screen.findByRole('button', { name: /^Restore backup/ })).toBeInTheDocument();
    expect(await violations(container)).toEqual([]);
  });
});

describe('a database that is being checked', () => {
  it('says how far the check is, and nothing when it is over', async () => {
    database({ checking: true, done: 1, total: 10 });
    render(DatabaseBanner);
    expect(screen.getByRole('status')).toHaveTextContent('Checking the database · 10%');
    deck.work.set('check', {
      id: 'check',
      label: 'Checking the database',
      done: 4,
      total: 10,
      ended: false,
      error: '',
    });
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('40%'));
    database({});
    await waitFor(() => expect(screen.queryByRole('status')).toBeNull());
  });

  it('has the window to itself while nothing of it can be shown', async () => {
    vi.mocked(api.ready).mockResolvedValue();
    vi.mocked(api.startup)
      .mockResolvedValueOnce({ ...startup, problem: '', checking: true, done: 3, total: 10 })
      .mockResolvedValue({ ...startup, restorable: false });
    render(App);
    expect(await screen.findByText('30%')).toBeInTheDocument();
    expect(await screen.findByText(startup.problem)).toBeInTheDocument();
  });
});
