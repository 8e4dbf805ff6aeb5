import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import Rows from './testing/Rows.svelte';

// jsdom lays nothing out: the scroller is 360 pixels high, and says so as soon as it is observed.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(360);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(private readonly tell: () => void) {}
      observe(): void {
        this.tell();
      }
      unobserve(): void {}
      disconnect(): void {}
    },
  );
});

async function scroll(to: number): Promise<void> {
  const list = screen.getByRole('list');
  list.scrollTop = to;
  list.dispatchEvent(new Event('scroll'));
  await tick();
}

function drawn(): string[] {
  return screen.getAllByRole('listitem').map((item) => item.textContent ?? '');
}

describe('a virtual list', () => {
  it('draws a screen of a million rows', async () => {
    render(Rows, { count: 1_000_000 });
    await tick();
    expect(drawn()).toHaveLength(18);
    expect(drawn()[0]).toBe('Row 1');
  });

  it('tells which rows are in sight, each time they change', async () => {
    const onrange = vi.fn();
    render(Rows, { count: 1000, onrange });
    await tick();
    expect(onrange).toHaveBeenLastCalledWith(0, 9);
    await scroll(36 * 500);
    expect(onrange).toHaveBeenLastCalledWith(500, 509);
    const calls = onrange.mock.calls.length;
    await scroll(36 * 500);
    expect(onrange).toHaveBeenCalledTimes(calls);
  });

  it('keeps the rows where they are when it gets longer', async () => {
    const onrange = vi.fn();
    const { rerender } = render(Rows, { count: 1000, onrange });
    await tick();
    await scroll(36 * 500);
    await rerender({ count: 5000 });
    expect(onrange).toHaveBeenLastCalledWith(500, 509);
  });

  it('brings the active row into sight', async () => {
    const onrange = vi.fn();
    const { rerender } = render(Rows, { count: 1000, onrange, active: 3 });
    await tick();
    expect(onrange).toHaveBeenLastCalledWith(0, 9);
    await rerender({ active: 10 });
    await tick();
    expect(onrange).toHaveBeenLastCalledWith(1, 10);
  });

  it('draws the active row also when it was scrolled out of sight, as the same row', async () => {
    render(Rows, { count: 1_000_000, active: 3 });
    await tick();
    const row = screen.getByText('Row 4');
    await scroll(36 * 500_000);
    expect(screen.getByText('Row 4')).toBe(row);
    expect(drawn()[0]).toBe('Row 4');
    await scroll(0);
    expect(screen.getByText('Row 4')).toBe(row);
  });

  it('comes back to its place', async () => {
    const { unmount } = render(Rows, { count: 1000, place: 'test' });
    await tick();
    await scroll(36 * 200);
    unmount();
    const onrange = vi.fn();
    render(Rows, { count: 1000, place: 'test', onrange });
    await tick();
    await tick();
    expect(onrange).toHaveBeenLastCalledWith(200, 209);
  });

  it('asks for nothing when it is empty', async () => {
    const onrange = vi.fn();
    render(Rows, { count: 0, onrange });
    await tick();
    expect(onrange).not.toHaveBeenCalled();
    expect(screen.queryByRole('listitem')).toBeNull();
  });
});
