import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as api from '$lib/api';
import type { Recipe, Setting } from '$lib/api';
import { ConfirmHost } from '$lib/ui';
import { violations } from '$lib/ui/testing/axe';
import { plainField } from '$views/parts/testing';
import SettingsPage from './SettingsPage.svelte';

vi.mock('$lib/api', async (original) => ({
  ...(await original<typeof api>()),
  settings: vi.fn(),
  recipes: vi.fn(),
  setSetting: vi.fn(),
  deleteRecipe: vi.fn(),
}));

const user = userEvent.setup({ pointerEventsCheck: 0 });

function setting(more: Partial<Setting>): Setting {
  return {
    ...plainField,
    key: 'slots',
    value: '2',
    default: '2',
    kind: 'number',
    min: 1,
    max: 16,
    label: 'Jobs at once',
    help: 'The others wait.',
    group: 'Jobs',
    ...more,
  };
}

function recipe(name: string, built_in: boolean): Recipe {
  return {
    name,
    description: 'Clean a list.',
    built_in,
    options: { processor: 'preprocess', concurrency: 5, retries: 0 },
  };
}

beforeEach(() => {
  vi.mocked(api.settings).mockResolvedValue([
    setting({}),
    setting({
      key: 'restart',
      label: 'After a restart',
      kind: 'choice',
      value: 'go_on',
      default: 'go_on',
      choices: ['go_on', 'wait'],
    }),
    setting({
      key: 'tray',
      label: 'Close to the tray',
      kind: 'switch',
      value: 'false',
      default: 'true',
      group: 'Window',
    }),
    setting({
      key: 'agent',
      label: 'User agent',
      kind: 'text',
      value: 'a',
      default: 'a',
      group: 'Window',
    }),
  ]);
  vi.mocked(api.recipes).mockResolvedValue([recipe('preprocess', true), recipe('EMEA', false)]);
  vi.mocked(api.setSetting).mockResolvedValue();
  vi.mocked(api.deleteRecipe).mockResolvedValue();
});

afterEach(() => vi.resetAllMocks());

async function open(): Promise<void> {
  render(SettingsPage);
  await screen.findByRole('region', { name: 'Jobs' });
}

describe('the settings', () => {
  it('stand in their groups, each with a control of its kind', async () => {
    await open();
    const jobs = within(screen.getByRole('region', { name: 'Jobs' }));
    expect(jobs.getByRole('spinbutton', { name: 'Jobs at once' })).toHaveValue('2');
    expect(jobs.getByLabelText(/^After a restart/)).toHaveTextContent('Go on');
    const window = within(screen.getByRole('region', { name: 'Window' }));
    expect(window.getByRole('switch', { name: 'Close to the tray' })).not.toBeChecked();
    expect(window.getByRole('textbox', { name: 'User agent' })).toHaveValue('a');
    expect(await violations()).toEqual([]);
  });

  it('are saved at once, and it is said', async () => {
    await open();
    await user.click(screen.getByRole('switch', { name: 'Close to the tray' }));
    expect(api.setSetting).toHaveBeenCalledExactlyOnceWith({ key: 'tray', value: 'true' });
    expect(await screen.findByText('Saved')).toBeInTheDocument();
  });

  it('take a typed number when the field is left', async () => {
    await open();
    const field = screen.getByRole('spinbutton', { name: 'Jobs at once' });
    await user.clear(field);
    await user.type(field, '4');
    await user.tab();
    expect(api.setSetting).toHaveBeenCalledExactlyOnceWith({ key: 'slots', value: '4' });
  });

  it('go back to what is true when Go refuses, with what it said', async () => {
    vi.mocked(api.setSetting).mockRejectedValue(new api.DeckError('The disk is full.'));
    await open();
    const tray = screen.getByRole('switch', { name: 'Close to the tray' });
    await user.click(tray);
    expect(await screen.findByText('The disk is full.')).toBeInTheDocument();
    await waitFor(() => expect(tray).not.toBeChecked());
  });

  it('go back to their default by one press, only where they differ', async () => {
    await open();
    expect(screen.getAllByRole('button', { name: /^Back to/ })).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Back to On: Close to the tray' }));
    expect(api.setSetting).toHaveBeenCalledExactlyOnceWith({ key: 'tray', value: 'true' });
  });

  it('that can’t be read say so, and can be read again', async () => {
    vi.mocked(api.settings).mockRejectedValueOnce(new api.DeckError('Can’t read the settings.'));
    render(SettingsPage);
    expect(await screen.findByText('Can’t read the settings.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('region', { name: 'Jobs' })).toBeInTheDocument();
  });
});

describe('the recipes', () => {
  it('of a person are deleted after a question, those that come with Jobdeck never', async () => {
    render(ConfirmHost);
    await open();
    expect(screen.queryByRole('button', { name: 'Delete the recipe preprocess' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Delete the recipe EMEA' }));
    expect(api.deleteRecipe).not.toHaveBeenCalled();
    await user.click(await screen.findByRole('button', { name: 'Delete recipe' }));
    expect(api.deleteRecipe).toHaveBeenCalledExactlyOnceWith('EMEA');
    await waitFor(() => expect(screen.queryByText('EMEA')).toBeNull());
  });
});
