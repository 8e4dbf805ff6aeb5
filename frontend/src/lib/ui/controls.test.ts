import { fireEvent, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import Checkbox from './Checkbox.svelte';
import ErrorNote from './ErrorNote.svelte';
import NumberField from './NumberField.svelte';
import Progress from './Progress.svelte';
import SegmentedFilter from './SegmentedFilter.svelte';
import Select from './Select.svelte';
import StatusBadge from './StatusBadge.svelte';
import Switch from './Switch.svelte';
import Tabs from './Tabs.svelte';
import { standings, type Standing } from './status';
import { violations } from './testing/axe';
import Sampler from './testing/Sampler.svelte';

const user = userEvent.setup({ pointerEventsCheck: 0 });
const choices = [
  { id: 'all', label: 'All' },
  { id: 'ok', label: 'OK', count: 1598 },
  { id: 'failed', label: 'Failed', count: 9 },
];

it('axe finds nothing wrong with any component', async () => {
  render(Sampler);
  expect(await violations()).toEqual([]);
});

describe('progress', () => {
  it('says in words what its segments show', () => {
    render(Progress, {
      done: 1612,
      total: 2000,
      succeeded: 1598,
      failed: 9,
      skipped: 5,
      inFlight: 3,
      label: 'Q4 targets',
    });
    const bar = screen.getByRole('progressbar', { name: 'Q4 targets' });
    expect(bar).toHaveAttribute('aria-valuenow', '1612');
    expect(bar).toHaveAttribute('aria-valuemax', '2000');
    expect(bar).toHaveAttribute(
      'aria-valuetext',
      '1,612 of 2,000 done, 1,598 succeeded, 9 failed, 5 skipped, 3 in flight',
    );
  });

  it('has a segment for each outcome there is, as wide as its share', () => {
    const { container } = render(Progress, {
      done: 50,
      total: 200,
      succeeded: 40,
      failed: 10,
      label: 'Q4 targets',
    });
    const segments = [...container.querySelectorAll<HTMLElement>('[data-segment]')];
    expect(segments.map((one) => [one.dataset.segment, one.style.width])).toEqual([
      ['succeeded', '20%'],
      ['failed', '5%'],
    ]);
  });

  it('claims no share while the total is not known', () => {
    render(Progress, { done: 812, total: 0, label: 'Reading the list' });
    const bar = screen.getByRole('progressbar');
    expect(bar).not.toHaveAttribute('aria-valuenow');
    expect(bar).toHaveAttribute('aria-valuetext', '812 done');
  });
});

it.each(Object.keys(standings) as Standing[])('%s is told by colour, icon and word', (status) => {
  const { container } = render(StatusBadge, { status });
  expect(container).toHaveTextContent(standings[status].label);
  expect(container.querySelector('svg')).not.toBeNull();
  expect(container.querySelector('span')?.className).toMatch(
    /text-(queued|running|paused|warned|completed|failed|cancelled)/,
  );
});

describe.each([
  ['tabs', Tabs, 'tab'],
  ['a filter', SegmentedFilter, 'radio'],
] as const)('%s', (_, component, role) => {
  it('are one stop for Tab, and arrows go around them', async () => {
    const onchange = vi.fn();
    render(component, { tabs: choices, value: 'ok', onchange });
    await user.tab();
    expect(screen.getByRole(role, { name: /OK 1,598/ })).toHaveFocus();
    await user.keyboard('{ArrowRight}');
    expect(onchange).toHaveBeenLastCalledWith('failed');
    await user.keyboard('{ArrowRight}');
    expect(onchange).toHaveBeenLastCalledWith('all');
    await user.keyboard('{End}');
    expect(onchange).toHaveBeenLastCalledWith('failed');
  });

  it('are chosen by a press', async () => {
    const onchange = vi.fn();
    render(component, { tabs: choices, value: 'ok', onchange });
    await user.click(screen.getByRole(role, { name: /Failed/ }));
    expect(onchange).toHaveBeenCalledExactlyOnceWith('failed');
  });
});

describe('a number field', () => {
  it('takes what is typed when one is done with it, once', async () => {
    const onchange = vi.fn();
    render(NumberField, { label: 'At once', value: 5, min: 1, max: 64, onchange });
    const field = screen.getByRole('spinbutton', { name: 'At once' });
    await user.clear(field);
    await user.type(field, '32');
    expect(onchange).not.toHaveBeenCalled();
    await user.tab();
    expect(onchange).toHaveBeenCalledExactlyOnceWith(32);
  });

  it('says what is allowed, and keeps the last good number', async () => {
    const onchange = vi.fn();
    render(NumberField, { label: 'At once', value: 5, min: 1, max: 64, onchange });
    const field = screen.getByRole('spinbutton', { name: 'At once' });
    await user.clear(field);
    await user.type(field, '900');
    expect(screen.getByRole('alert')).toHaveTextContent('Give a whole number from 1 to 64.');
    expect(field).toBeInvalid();
    await user.tab();
    expect(field).toHaveValue('9');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(onchange).toHaveBeenCalledExactlyOnceWith(9);
  });

  it('goes up and down with arrows and buttons, and not over its bounds', async () => {
    const onchange = vi.fn();
    render(NumberField, { label: 'At once', value: 63, min: 1, max: 64, onchange });
    const field = screen.getByRole('spinbutton', { name: 'At once' });
    await user.click(field);
    await user.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}');
    expect(field).toHaveValue('64');
    await user.click(screen.getByRole('button', { name: 'Less: At once', hidden: true }));
    expect(field).toHaveValue('63');
  });
});

it('a checkbox with a mixed state becomes ticked', async () => {
  const onchange = vi.fn();
  render(Checkbox, {
    label: 'All',
    hideLabel: true,
    checked: false,
    indeterminate: true,
    onchange,
  });
  const box = screen.getByRole('checkbox', { name: 'All' });
  expect(box).toHaveAttribute('aria-checked', 'mixed');
  await user.click(box);
  expect(onchange).toHaveBeenCalledExactlyOnceWith(true, expect.anything());
});

it('a switch is switched by its label too', async () => {
  const onchange = vi.fn();
  render(Switch, { label: 'Start paused', checked: false, onchange });
  await user.click(screen.getByText('Start paused'));
  expect(onchange).toHaveBeenCalledExactlyOnceWith(true);
});

it('a select is opened, walked and chosen from by keyboard', async () => {
  const onchange = vi.fn();
  render(Select, {
    label: 'Missed firings',
    value: 'skip',
    options: [
      { value: 'skip', label: 'Skip' },
      { value: 'once', label: 'Run once' },
    ],
    onchange,
  });
  await user.tab();
  await user.keyboard('{Enter}');
  // What floats is held out of sight until it is placed, and jsdom places nothing.
  await screen.findByRole('listbox', { hidden: true });
  await user.keyboard('{ArrowDown}{Enter}');
  expect(onchange).toHaveBeenCalledExactlyOnceWith('once');
});

describe('an error', () => {
  it('keeps its details behind a press, and can be tried again', async () => {
    const retry = vi.fn();
    render(ErrorNote, {
      error: { message: 'Can’t read the list.', details: 'line 812, column 4' },
      retry,
    });
    expect(screen.getByRole('alert')).toHaveTextContent('Can’t read the list.');
    expect(screen.queryByText('line 812, column 4')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Show details' }));
    expect(screen.getByText('line 812, column 4')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(retry).toHaveBeenCalledOnce();
  });

  it('shows what came from a file as text, never as HTML', () => {
    render(ErrorNote, { error: 'row 3: <img src=x onerror=alert(1)>' });
    expect(screen.getByRole('alert').querySelector('img')).toBeNull();
    expect(screen.getByText(/<img src=x/)).toBeInTheDocument();
  });

  it('can be copied where the clipboard is not given to pages', async () => {
    const asked = vi.fn(() => true);
    Object.assign(document, { execCommand: asked });
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not secure'));
    render(ErrorNote, { error: { message: 'No.', details: 'why' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Show details' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByText('Copied')).toBeInTheDocument();
    expect(asked).toHaveBeenCalledWith('copy');
  });
});
