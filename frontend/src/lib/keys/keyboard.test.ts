import { afterEach, describe, expect, it, vi } from 'vitest';
import { listen } from './keyboard';
import type { Command } from './registry.svelte';
import { registry } from './registry.svelte';

const stops: (() => void)[] = [];

function press(key: string, options: KeyboardEventInit & { on?: Element } = {}): KeyboardEvent {
  const code = key === ' ' ? 'Space' : key.length === 1 ? `Key${key.toUpperCase()}` : key;
  const event = new KeyboardEvent('keydown', {
    key,
    code,
    bubbles: true,
    cancelable: true,
    ...options,
  });
  (options.on ?? document.body).dispatchEvent(event);
  return event;
}

function command(keys: string, more: Partial<Command> = {}) {
  const run = vi.fn();
  stops.push(registry.register([{ id: keys, label: keys, group: 'Test', keys, run, ...more }]));
  return run;
}

function add(html: string): Element {
  document.body.innerHTML = html;
  return document.body.querySelector('[data-here]') ?? document.body;
}

function start(): void {
  stops.push(listen(window, () => registry.all));
}

afterEach(() => {
  stops.splice(0).forEach((stop) => stop());
  document.body.innerHTML = '';
});

describe('a key', () => {
  it('does its command and nothing else', () => {
    start();
    const run = command('n');
    const event = press('n');
    expect(run).toHaveBeenCalledOnce();
    expect(event.defaultPrevented).toBe(true);
  });

  it('does nothing with a modifier it was not asked with', () => {
    start();
    const run = command('n');
    press('n', { ctrlKey: true });
    expect(run).not.toHaveBeenCalled();
  });

  it('works in a sequence', () => {
    start();
    const jobs = command('g j');
    const settings = command('g s');
    press('g');
    press('s');
    expect(settings).toHaveBeenCalledOnce();
    expect(jobs).not.toHaveBeenCalled();
  });

  it('that needs Shift on this keyboard, or does not, is the same key', () => {
    start();
    const run = command('?');
    press('?', { shiftKey: true });
    press('?');
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('works at once when a dialog was closed, though it is still going', () => {
    start();
    const run = command('n');
    const field = add('<div data-blocks-keys data-state="closed"><input data-here></div>');
    press('n');
    press('n', { on: field });
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('held down does its command once, unless the command repeats', () => {
    start();
    const once = command('n');
    const often = command('ArrowDown', { repeats: true });
    press('n', { repeat: true });
    press('ArrowDown', { repeat: true });
    expect(once).not.toHaveBeenCalled();
    expect(often).toHaveBeenCalledOnce();
  });

  it('does nothing when its command is not possible now', () => {
    start();
    const run = command('c', { when: () => false });
    expect(press('c').defaultPrevented).toBe(false);
    expect(run).not.toHaveBeenCalled();
  });

  it('does the command that was registered last, and the one before when that is taken back', () => {
    start();
    const below = command('c', { id: 'below' });
    const above = vi.fn();
    const stop = registry.register([{ id: 'above', label: '', group: '', keys: 'c', run: above }]);
    press('c');
    stop();
    press('c');
    expect(above).toHaveBeenCalledOnce();
    expect(below).toHaveBeenCalledOnce();
  });
});

describe('no key fires', () => {
  it.each([
    ['in a field', '<input data-here>'],
    ['in a text area', '<textarea data-here></textarea>'],
    ['in a select', '<select data-here></select>'],
    ['in edited text', '<div contenteditable="true"><b data-here>x</b></div>'],
  ])('%s', (_, html) => {
    start();
    const run = command('n');
    press('n', { on: add(html) });
    expect(run).not.toHaveBeenCalled();
  });

  it('while a dialog or menu is open, also the second of a sequence', () => {
    start();
    const run = command('g j');
    press('g');
    add('<div data-blocks-keys></div>');
    press('j');
    expect(run).not.toHaveBeenCalled();
  });

  it('while a menu is open over a dialog that goes', () => {
    start();
    const run = command('n');
    add('<div data-blocks-keys data-state="closed"></div>');
    add('<div data-blocks-keys data-state="open"></div>');
    press('n');
    expect(run).not.toHaveBeenCalled();
  });

  it('that somebody answered already, or that composes a character', () => {
    start();
    const run = command('n');
    const here = add('<div data-here></div>');
    here.addEventListener('keydown', (event) => event.preventDefault());
    press('n', { on: here });
    press('n', { isComposing: true });
    expect(run).not.toHaveBeenCalled();
  });

  it('on a button that Space or Enter presses', () => {
    start();
    const space = command('Space');
    const n = command('n');
    const button = add('<button data-here></button>');
    press(' ', { on: button });
    expect(space).not.toHaveBeenCalled();
    press('n', { on: button });
    expect(n).toHaveBeenCalledOnce();
  });
});

it('a checkbox is no field: keys fire there', () => {
  start();
  const run = command('n');
  press('n', { on: add('<input type="checkbox" data-here>') });
  expect(run).toHaveBeenCalledOnce();
});
