import { createKeybindingsHandler } from 'tinykeys';
import { quiet } from './quiet';
import { bindings, possible, type Command } from './registry.svelte';

/**
 * Lets keys do commands, from then until the returned function is called. `commands` gives what
 * there is at that moment, the ones that win first.
 */
export function listen(target: Window, commands: () => readonly Command[]): () => void {
  let bound = '';
  let handler: (event: KeyboardEvent) => void = () => {};

  // The table of keys is made anew only when other keys are wanted: a sequence half typed is in it.
  function rebind(): void {
    const wanted = [...new Set(commands().flatMap(bindings))].sort();
    const key = wanted.join('\n');
    if (key === bound) return;
    bound = key;
    const table: Record<string, (event: KeyboardEvent) => void> = {};
    for (const binding of wanted)
      for (const written of spellings(binding)) table[written] = (event) => fire(event, binding);
    handler = createKeybindingsHandler(table);
  }

  function fire(event: KeyboardEvent, binding: string): void {
    // The first of two keys of a sequence may have opened something.
    if (quiet(event)) return;
    const command = commands().find((one) => bindings(one).includes(binding) && possible(one));
    if (!command || (event.repeat && !command.repeats)) return;
    event.preventDefault();
    command.run(event);
  }

  function key(event: KeyboardEvent): void {
    if (quiet(event)) return;
    rebind();
    handler(event);
  }

  target.addEventListener('keydown', key);
  return () => target.removeEventListener('keydown', key);
}

/**
 * How a binding can arrive: whether "?" or "/" needs Shift is the keyboard's own affair.
 */
export function spellings(binding: string): string[] {
  return /^[^\w\s]$/.test(binding) ? [binding, `Shift+${binding}`] : [binding];
}
