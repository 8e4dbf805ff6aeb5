import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import Asking from './testing/Asking.svelte';
import ToastHost from './ToastHost.svelte';
import { toast } from './toast';
import { tooltip, whole } from './tooltip.svelte';

const user = userEvent.setup({ pointerEventsCheck: 0 });
let detach: (() => void)[] = [];

afterEach(() => {
  detach.forEach((stop) => stop());
  detach = [];
});

/** A button with a text of which so many pixels fit, as a layout would say it. */
function cell(text: string, fits: number, needs: number, where: Element = document.body) {
  const element = document.createElement('button');
  element.textContent = text;
  vi.spyOn(element, 'clientWidth', 'get').mockReturnValue(fits);
  vi.spyOn(element, 'scrollWidth', 'get').mockReturnValue(needs);
  where.append(element);
  const unlisten = whole(element);
  detach.push(() => {
    unlisten?.();
    element.blur();
    element.remove();
  });
  return element;
}

describe('a text that is cut off', () => {
  it.each([
    ['pointer', (element: HTMLElement) => user.hover(element)],
    ['keyboard', () => user.tab()],
  ])('is shown whole by the %s, and said once', async (_, reach) => {
    const element = cell(' Abbott Laboratories GmbH ', 40, 180);
    await reach(element);
    expect(await screen.findByRole('tooltip')).toHaveTextContent('Abbott Laboratories GmbH');
    expect(element).not.toHaveAttribute('aria-describedby');
  });

  it('is looked at when it is pointed to, not before: it may fit by now', async () => {
    const element = cell('Abbott', 40, 180);
    vi.spyOn(element, 'clientWidth', 'get').mockReturnValue(180);
    await user.tab();
    expect(element.matches(':focus-visible')).toBe(true);
    expect(screen.queryByRole('tooltip')).toBeNull();
  });
});

it('what a tooltip adds is the description of its element while it is shown', async () => {
  const element = cell('5 min ago', 80, 80);
  detach.push(tooltip(() => ({ text: '26 November 2026, 03:00' }))(element) ?? (() => {}));
  await user.tab();
  await screen.findByRole('tooltip');
  expect(element).toHaveAccessibleDescription('26 November 2026, 03:00');
  await user.tab();
  await waitFor(() => expect(element).not.toHaveAttribute('aria-describedby'));
});

/** How high something floats, by its class or its style. */
function height(element: Element | null | undefined): number {
  if (!(element instanceof HTMLElement)) throw new Error('nothing floats');
  return Number(element.style.zIndex || /(?:^| )z-(\d+)/.exec(element.className)?.[1]);
}

describe('a tooltip lies', () => {
  it('over its place, under dialogs and toasts', async () => {
    render(ToastHost);
    render(Asking);
    toast.success('Job deleted');
    const told = (await screen.findByText('Job deleted')).closest('[data-sonner-toaster]');
    await user.click(screen.getByRole('button', { name: 'Hold' }));
    const dialog = await screen.findByRole('dialog');
    const scrim = document.querySelector('[data-dialog-overlay]');

    const heights: number[] = [];
    for (const where of [document.body, dialog, told as HTMLElement]) {
      await user.hover(cell('Abbott', 40, 180, where));
      heights.push(height(await screen.findByRole('tooltip', { hidden: true })));
      await user.unhover(dialog);
      await user.keyboard('x');
      await waitFor(() => expect(screen.queryByRole('tooltip', { hidden: true })).toBeNull());
    }
    const [inPage, inDialog, inToast] = heights;
    expect(inPage).toBeLessThan(height(scrim));
    expect(inDialog).toBeGreaterThan(height(dialog));
    expect(inDialog).toBeLessThan(height(told));
    expect(inToast).toBeGreaterThan(height(told));
  });
});
