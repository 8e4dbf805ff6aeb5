import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { tick } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import { confirm } from './confirm.svelte';
import ConfirmHost from './ConfirmHost.svelte';
import Drawer from './Drawer.svelte';
import Asking from './testing/Asking.svelte';
import { violations } from './testing/axe';
import { text } from './testing/text';

const user = userEvent.setup({ pointerEventsCheck: 0 });
const question = {
  title: 'Delete “Q4 targets”?',
  message: '1,240 accounts and their results are deleted.',
  confirmLabel: 'Delete job',
  danger: true,
};

describe('a question', () => {
  it('says what is lost, repeats the verb, and begins at the safe answer', async () => {
    render(ConfirmHost);
    const answered = confirm(question);
    const dialog = await screen.findByRole('alertdialog', { name: question.title });
    expect(dialog).toHaveAccessibleDescription(question.message);
    await waitFor(() => expect(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus());
    expect(await violations(dialog)).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Delete job' }));
    expect(await answered).toBe(true);
  });

  it('is answered with no by Escape', async () => {
    render(ConfirmHost);
    const answered = confirm(question);
    await screen.findByRole('alertdialog');
    await user.keyboard('{Escape}');
    expect(await answered).toBe(false);
  });

  it('can be left by another way, which is a no', async () => {
    render(ConfirmHost);
    const onclick = vi.fn();
    const answered = confirm({ ...question, extra: { label: 'Export first', onclick } });
    await user.click(await screen.findByRole('button', { name: 'Export first' }));
    expect(await answered).toBe(false);
    expect(onclick).toHaveBeenCalledOnce();
  });

  it('waits for the one before', async () => {
    render(ConfirmHost);
    const first = confirm(question);
    const second = confirm({ ...question, title: 'Cancel “Trade-fair list”?' });
    await screen.findByRole('alertdialog', { name: question.title });
    await user.keyboard('{Escape}');
    expect(await first).toBe(false);
    await screen.findByRole('alertdialog', { name: 'Cancel “Trade-fair list”?' });
    await user.click(screen.getByRole('button', { name: 'Delete job' }));
    expect(await second).toBe(true);
  });
});

describe('a dialog', () => {
  it('begins at its first field, goes on Escape, and gives the focus back', async () => {
    const onclose = vi.fn();
    render(Asking, { onclose });
    const opener = screen.getByRole('button', { name: 'Hold' });
    await user.click(opener);
    const dialog = await screen.findByRole('dialog', { name: 'Hold everything' });
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Why' })).toHaveFocus());
    expect(dialog).toHaveAttribute('data-blocks-keys');
    expect(await violations(dialog)).toEqual([]);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(onclose).toHaveBeenCalledOnce();
    await waitFor(() => expect(opener).toHaveFocus());
  });
});

describe('a drawer', () => {
  it('takes the focus, goes on Escape, and blocks no keys beside it', async () => {
    const onclose = vi.fn();
    render(Drawer, { open: true, title: 'Abbott', onclose, children: text('Row 3') });
    await tick();
    const drawer = screen.getByRole('dialog', { name: 'Abbott' });
    expect(drawer).toHaveFocus();
    expect(document.querySelector('[data-blocks-keys]')).toBeNull();
    expect(await violations(drawer)).toEqual([]);
    await user.keyboard('{Escape}');
    expect(onclose).toHaveBeenCalledOnce();
  });

  it('leaves Escape to a dialog over it', async () => {
    const onclose = vi.fn();
    render(Drawer, { open: true, title: 'Abbott', onclose, children: text('Row 3') });
    render(ConfirmHost);
    const answered = confirm(question);
    await screen.findByRole('alertdialog');
    await user.keyboard('{Escape}');
    expect(await answered).toBe(false);
    expect(onclose).not.toHaveBeenCalled();
  });
});
