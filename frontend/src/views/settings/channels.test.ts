import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as api from '$lib/api';
import type { Setting } from '$lib/api';
import { violations } from '$lib/ui/testing/axe';
import { plainField } from '$views/parts/testing';
import SettingsPage from './SettingsPage.svelte';

vi.mock('$lib/api', async (original) => ({
  ...(await original<typeof api>()),
  settings: vi.fn(),
  recipes: vi.fn(async () => []),
  secrets: vi.fn(),
  setSecret: vi.fn(),
  testNews: vi.fn(),
}));

const user = userEvent.setup({ pointerEventsCheck: 0 });

function text(key: string, label: string, value: string): Setting {
  return {
    ...plainField,
    key,
    label,
    value,
    kind: 'text',
    group: 'Mail',
  };
}

beforeEach(() => {
  vi.mocked(api.secrets).mockResolvedValue({ smtp_password: false });
  vi.mocked(api.settings).mockResolvedValue([
    text('mail_to', 'To', 'anna@example.com'),
    text('smtp_host', 'Mail server', 'smtp.example.com'),
  ]);
});
afterEach(() => vi.clearAllMocks());

it('a password goes into the keychain and is not shown again', async () => {
  vi.mocked(api.setSecret).mockResolvedValue();
  const { container } = render(SettingsPage);
  const field = await screen.findByLabelText('Password');
  expect(field).toHaveAttribute('type', 'password');
  expect(await violations(container)).toEqual([]);
  vi.mocked(api.secrets).mockResolvedValue({ smtp_password: true });
  await user.type(field, 'hunter2{Enter}');
  expect(api.setSecret).toHaveBeenCalledExactlyOnceWith({ key: 'smtp_password', value: 'hunter2' });
  await waitFor(() => expect(field).toHaveValue(''));
  await user.click(await screen.findByRole('button', { name: 'Remove' }));
  expect(api.setSecret).toHaveBeenLastCalledWith({ key: 'smtp_password', value: '' });
});

it('without a keychain it says why nothing is kept', async () => {
  vi.mocked(api.secrets).mockRejectedValue(new Error('no keychain'));
  vi.mocked(api.setSecret).mockRejectedValue(new Error('No keychain answers.'));
  render(SettingsPage);
  await user.type(await screen.findByLabelText('Password'), 'hunter2{Enter}');
  expect(await screen.findByText('No keychain answers.')).toBeInTheDocument();
});

it('a test mail is sent, and what went wrong is said', async () => {
  vi.mocked(api.testNews).mockRejectedValueOnce(new Error('The server refuses the password.'));
  render(SettingsPage);
  const button = await screen.findByRole('button', { name: 'Send a test mail' });
  await user.click(button);
  expect(await screen.findByText('The server refuses the password.')).toBeInTheDocument();
  await user.click(button);
  expect(await screen.findByText('Sent.')).toBeInTheDocument();
  expect(api.testNews).toHaveBeenCalledWith('mail');
});

it('can’t be tried before it is set up, and says what is missing', async () => {
  vi.mocked(api.settings).mockResolvedValue([
    text('mail_to', 'To', ''),
    text('smtp_host', 'Mail server', ''),
  ]);
  render(SettingsPage);
  const button = await screen.findByRole('button', { name: 'Send a test mail' });
  expect(button).toHaveAttribute('aria-disabled', 'true');
  expect(button).toHaveAccessibleDescription('Say first who gets it');
  await user.click(button);
  expect(api.testNews).not.toHaveBeenCalled();
});
