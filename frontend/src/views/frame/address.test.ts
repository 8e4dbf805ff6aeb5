import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { installFakeDeck, type Installed } from '../../../e2e/fake-deck';
import Frame from './Frame.svelte';

vi.setConfig({ testTimeout: 30_000 });

const user = userEvent.setup({ pointerEventsCheck: 0 });
let fake: Installed;

beforeEach(() => {
  fake = installFakeDeck(window, { jobs: 'some' });
});
afterEach(() => fake.stop());

const search = () => screen.getByRole('textbox', { name: 'Search accounts' });
const details = () => fake.deck.calls.filter(([name]) => name === 'Detail').length;

it('a row that is opened, stepped through and closed leaves the page around it as it is', async () => {
  location.hash = '#/jobs/14';
  render(Frame);
  const field = await screen.findByRole('textbox', { name: 'Search accounts' });
  await user.type(field, '3M');
  const before = details();
  for (const address of ['#/jobs/14/items/8', '#/jobs/14/items/16', '#/jobs/14']) {
    location.hash = address;
    await waitFor(() =>
      expect(screen.queryAllByRole('dialog')).toHaveLength(address.includes('items') ? 1 : 0),
    );
    expect(search()).toBe(field);
    expect(search()).toHaveValue('3M');
  }
  expect(details()).toBe(before);
});

it('another job is another page', async () => {
  location.hash = '#/jobs/14';
  render(Frame);
  await user.type(await screen.findByRole('textbox', { name: 'Search accounts' }), '3M');
  location.hash = '#/jobs/13';
  await waitFor(() => expect(search()).toHaveValue(''));
});
