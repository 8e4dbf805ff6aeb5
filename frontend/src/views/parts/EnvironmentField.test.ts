import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import * as api from '$lib/api';
import { violations } from '$lib/ui/testing/axe';
import { plainField } from './testing';
import EnvironmentField from './EnvironmentField.svelte';

vi.mock('$lib/api', async (original) => ({
  ...(await original<typeof api>()),
  keepKeys: vi.fn(),
}));

const user = userEvent.setup({ pointerEventsCheck: 0 });
const environment: api.FormField = {
  ...plainField,
  key: 'env',
  label: 'Environment',
  kind: 'environment',
};

beforeEach(() => {
  vi.mocked(api.keepKeys).mockImplementation(async ({ environment, move }) => ({
    names: environment.includes('HUB_TOKEN=abc') ? ['HUB_TOKEN'] : [],
    environment: move
      ? environment.replace('HUB_TOKEN=abc', 'HUB_TOKEN=secret:HUB_TOKEN')
      : environment,
  }));
});

it('offers to move a key that stands in an environment into the keychain, and does', async () => {
  const { container } = render(EnvironmentField, {
    field: environment,
    value: 'LANG=de\nHUB_TOKEN=abc',
  });
  await screen.findByText('HUB_TOKEN is better kept in the keychain');
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Move to the keychain' }));
  await waitFor(() =>
    expect(screen.getByRole('textbox', { name: 'Environment' })).toHaveValue(
      'LANG=de\nHUB_TOKEN=secret:HUB_TOKEN',
    ),
  );
  expect(screen.queryByRole('button', { name: 'Move to the keychain' })).toBeNull();
});

it('looks at what is typed, and is quiet where no key is', async () => {
  render(EnvironmentField, { field: environment, value: '' });
  const field = screen.getByRole('textbox', { name: 'Environment' });
  await user.type(field, 'LANG=de');
  await waitFor(() =>
    expect(api.keepKeys).toHaveBeenLastCalledWith({ environment: 'LANG=de', move: false }),
  );
  expect(screen.queryByText(/better kept/)).toBeNull();
  await user.type(field, '\nHUB_TOKEN=abc');
  await screen.findByText('HUB_TOKEN is better kept in the keychain');
  expect(field).toHaveFocus();
  await user.clear(field);
  expect(screen.queryByText(/better kept/)).toBeNull();
});

it('keeps what was written where the keychain does not answer, and says so', async () => {
  render(EnvironmentField, { field: environment, value: 'HUB_TOKEN=abc' });
  const button = await screen.findByRole('button', { name: 'Move to the keychain' });
  vi.mocked(api.keepKeys).mockRejectedValueOnce(new Error('The keychain does not answer.'));
  await user.click(button);
  await screen.findByText('The keychain does not answer.');
  expect(screen.getByRole('textbox', { name: 'Environment' })).toHaveValue('HUB_TOKEN=abc');
});
