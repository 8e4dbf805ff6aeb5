import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { windowFields } from './window';
import WindowField from './WindowField.svelte';

const user = userEvent.setup({ pointerEventsCheck: 0 });

it('a day that is written short has its whole name, for who looks and for who listens', async () => {
  const fields = $state(windowFields({ from: 1320, until: 420, days: [1], zone: 'Europe/Berlin' }));
  render(WindowField, { fields });
  const monday = screen.getByRole('button', { name: 'Monday', pressed: true });
  expect(monday).toHaveTextContent(/^Mon$/);
  await user.hover(monday);
  expect(await screen.findByRole('tooltip')).toHaveTextContent('Monday');
});
