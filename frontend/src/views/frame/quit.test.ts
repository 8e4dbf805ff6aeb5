import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as api from '$lib/api';
import type { QuitQuestion } from '$lib/api';
import { violations } from '$lib/ui/testing/axe';
import { tellFocus } from './focus';
import { quitting } from './quit.svelte';
import QuitDialog from './QuitDialog.svelte';

let ask: (question: QuitQuestion) => void = () => undefined;

vi.mock('$lib/api', async (original) => ({
  ...(await original<typeof api>()),
  onAskQuit: vi.fn((listen: typeof ask) => {
    ask = listen;
    return () => undefined;
  }),
  answerQuit: vi.fn(async () => undefined),
  focused: vi.fn(async () => undefined),
}));

const user = userEvent.setup({ pointerEventsCheck: 0 });
let stop: () => void = () => undefined;
beforeEach(() => (stop = quitting.start()));
afterEach(() => {
  stop();
  quitting.question = undefined;
  vi.clearAllMocks();
});

describe('quitting while jobs are at work', () => {
  it.each([
    ['Pause and quit', 'now'],
    ['Quit when done', 'when_done'],
    ['Stay', 'stay'],
  ] as const)('%s', async (button, answer) => {
    render(QuitDialog);
    ask({ jobs: 3, no_tray: false });
    const dialog = await screen.findByRole('dialog', { name: 'Quit Jobdeck?' });
    expect(dialog).toHaveTextContent('3 jobs are at work');
    expect(await violations(dialog)).toEqual([]);
    await user.click(screen.getByRole('button', { name: button }));
    expect(api.answerQuit).toHaveBeenCalledExactlyOnceWith(answer);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('is stayed by Escape', async () => {
    render(QuitDialog);
    ask({ jobs: 1, no_tray: false });
    await screen.findByRole('dialog');
    await user.keyboard('{Escape}');
    expect(api.answerQuit).toHaveBeenCalledExactlyOnceWith('stay');
  });
});

it('closing where no tray brings the window back says so', async () => {
  render(QuitDialog);
  ask({ jobs: 0, no_tray: true });
  expect(await screen.findByRole('dialog')).toHaveTextContent('no tray icon');
  expect(screen.queryByRole('button', { name: 'Quit when done' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Quit' }));
  expect(api.answerQuit).toHaveBeenCalledExactlyOnceWith('now');
});

it('tells when a person looks at the window, and when no longer', () => {
  const has = vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  const end = tellFocus();
  has.mockReturnValue(false);
  window.dispatchEvent(new Event('blur'));
  window.dispatchEvent(new Event('blur'));
  expect(vi.mocked(api.focused).mock.calls).toEqual([[true], [false]]);
  end();
  has.mockRestore();
});
