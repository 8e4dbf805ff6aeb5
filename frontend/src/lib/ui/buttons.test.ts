import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import Pause from '@lucide/svelte/icons/pause';
import { describe, expect, it, vi } from 'vitest';
import Button from './Button.svelte';
import IconButton from './IconButton.svelte';
import SplitButton from './SplitButton.svelte';
import { text } from './testing/text';

const user = userEvent.setup({ pointerEventsCheck: 0 });
/** What floats is held out of sight until it is placed, and jsdom places nothing. */
const floating = { hidden: true };

describe('a button', () => {
  it('does what it says, by pointer and by key', async () => {
    const onclick = vi.fn();
    render(Button, { children: text('Export'), onclick });
    await user.click(screen.getByRole('button', { name: 'Export' }));
    await user.keyboard('{Enter}');
    await user.keyboard(' ');
    expect(onclick).toHaveBeenCalledTimes(3);
  });

  it('that is disabled for a reason says it, can be focused, and does nothing', async () => {
    const onclick = vi.fn();
    render(Button, {
      children: text('Resume'),
      disabled: true,
      reason: 'It is completed',
      onclick,
    });
    const button = screen.getByRole('button', { name: 'Resume' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription('It is completed');
    await user.tab();
    expect(button).toHaveFocus();
    await user.keyboard('{Enter}');
    await user.click(button);
    expect(onclick).not.toHaveBeenCalled();
  });

  it('that submits a form does not while it is disabled for a reason', async () => {
    const form = document.createElement('form');
    const onsubmit = vi.fn((event: Event) => event.preventDefault());
    form.addEventListener('submit', onsubmit);
    document.body.append(form);
    const { rerender } = render(
      Button,
      { props: { children: text('Start'), type: 'submit', disabled: true, reason: 'No list' } },
      { baseElement: form },
    );
    await user.click(screen.getByRole('button', { name: 'Start' }));
    expect(onsubmit).not.toHaveBeenCalled();
    await rerender({ disabled: false });
    await user.click(screen.getByRole('button', { name: 'Start' }));
    expect(onsubmit).toHaveBeenCalledOnce();
    form.remove();
  });

  it("can't be pressed twice while it is busy", async () => {
    const onclick = vi.fn();
    render(Button, { children: text('Pause'), busy: true, onclick });
    const button = screen.getByRole('button', { name: 'Pause' });
    expect(button).toHaveAttribute('aria-busy', 'true');
    await user.click(button);
    expect(onclick).not.toHaveBeenCalled();
  });
});

describe('a tooltip', () => {
  it('shows the name and the keys of an icon on keyboard focus, and goes on Escape', async () => {
    render(IconButton, { icon: Pause, label: 'Pause', keys: 'Space' });
    await user.tab();
    const tip = await screen.findByRole('tooltip');
    expect(tip).toHaveTextContent('Pause Space');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('tooltip')).toBeNull();
  });

  it('says why an icon is disabled', async () => {
    render(IconButton, {
      icon: Pause,
      label: 'Delete',
      disabled: true,
      reason: 'cancel it first',
    });
    await user.tab();
    expect(await screen.findByRole('tooltip')).toHaveTextContent('Delete: cancel it first');
  });

  it('goes when the pointer is elsewhere, although nothing said that it left', async () => {
    const { container } = render(IconButton, { icon: Pause, label: 'Pause' });
    await user.hover(screen.getByRole('button', { name: 'Pause' }));
    await screen.findByRole('tooltip');
    await fireEvent.pointerMove(container);
    expect(screen.queryByRole('tooltip')).toBeNull();
  });

  it('goes when its element moves from under the pointer', async () => {
    render(IconButton, { icon: Pause, label: 'Pause' });
    const button = screen.getByRole('button', { name: 'Pause' });
    const box = vi.spyOn(button, 'getBoundingClientRect');
    box.mockReturnValue(new DOMRect(0, 0, 28, 28));
    await user.pointer({ target: button, coords: { clientX: 10, clientY: 10 } });
    await screen.findByRole('tooltip');
    box.mockReturnValue(new DOMRect(0, 200, 28, 28));
    await waitFor(() => expect(screen.queryByRole('tooltip')).toBeNull());
  });

  it('goes with its element, although that had the focus', async () => {
    const { unmount } = render(IconButton, { icon: Pause, label: 'Pause' });
    await user.tab();
    await screen.findByRole('tooltip');
    unmount();
    await waitFor(() => expect(screen.queryByRole('tooltip')).toBeNull());
  });

  it.each(['wheel', 'scroll', 'pointerdown', 'keydown'])('goes with a %s', async (what) => {
    render(IconButton, { icon: Pause, label: 'Pause' });
    await user.hover(screen.getByRole('button', { name: 'Pause' }));
    await screen.findByRole('tooltip');
    await fireEvent(document.body, new KeyboardEvent(what, { key: 'x', bubbles: true }));
    expect(screen.queryByRole('tooltip')).toBeNull();
  });
});

describe('a split button', () => {
  function pause(more = {}) {
    const onclick = vi.fn();
    const now = vi.fn();
    const archive = vi.fn();
    render(SplitButton, {
      label: 'Pause',
      onclick,
      items: [
        { label: 'Pause now', onselect: now },
        'separator',
        { label: 'Archive', disabled: true, reason: 'It is running', onselect: archive },
      ],
      ...more,
    });
    return { onclick, now, archive };
  }

  it('does the usual on its face', async () => {
    const { onclick, now } = pause();
    await user.click(screen.getByRole('button', { name: 'Pause' }));
    expect(onclick).toHaveBeenCalledOnce();
    expect(now).not.toHaveBeenCalled();
  });

  it('does its relatives from the menu, by keyboard alone', async () => {
    const { onclick, now } = pause();
    await user.tab();
    await user.tab();
    expect(screen.getByRole('button', { name: 'More ways: Pause' })).toHaveFocus();
    await user.keyboard('{Enter}');
    await screen.findByRole('menu', floating);
    await user.keyboard('{ArrowDown}{ArrowUp}{Enter}');
    expect(now).toHaveBeenCalledOnce();
    expect(onclick).not.toHaveBeenCalled();
    await waitFor(() => expect(screen.queryByRole('menu', floating)).toBeNull());
  });

  it('shows why an entry is disabled, and does not do it', async () => {
    const { archive } = pause();
    screen.getByRole('button', { name: 'More ways: Pause' }).focus();
    await user.keyboard('{ArrowDown}');
    const item = (await screen.findByText('Archive')).closest('[role="menuitem"]') as HTMLElement;
    expect(item).toHaveTextContent('It is running');
    expect(item).toHaveAttribute('aria-disabled', 'true');
    await user.click(item);
    expect(archive).not.toHaveBeenCalled();
    await user.keyboard('{Escape}');
  });

  it('opens no menu while it is busy', async () => {
    pause({ busy: true });
    await user.click(screen.getByRole('button', { name: 'More ways: Pause' }));
    expect(screen.queryByRole('menu', floating)).toBeNull();
  });
});
