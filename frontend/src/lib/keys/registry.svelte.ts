import type { IconComponent } from '$lib/ui/icon';

/**
 * Something that can be done now, from the palette or by keys. The registry is the one truth: the
 * palette, the sheet of keys and the tooltips read it, and the keyboard obeys it.
 */
export interface Command {
  /** Unique: "job.pause". Registering it again covers the one before until that is taken back. */
  id: string;
  label: string;
  /** A heading of the palette and of the sheet of keys. */
  group: string;
  icon?: IconComponent;
  /** As tinykeys writes them: "Space", "$mod+Shift+p", "g j". The first one is shown. */
  keys?: string | readonly string[];
  /** Further words by which the palette finds it. */
  words?: string;
  /** Whether it can be done now; without it, always. Keys do nothing and the palette leaves it out when not. */
  when?: () => boolean;
  /** Only for the keyboard: moving up and down makes no sense in a palette. */
  keysOnly?: boolean;
  /** In the palette only once something is typed: what there is one of for each task, say. */
  searched?: boolean;
  /** Fires again while its key is held down. */
  repeats?: boolean;
  /** Called with the key's event, or without one from the palette. */
  run: (event?: KeyboardEvent) => void;
}

class Registry {
  #layers = $state.raw<readonly Command[][]>([]);

  /**
   * The truth of #layers, not reactive: what registers in an effect shall not follow what others
   * register, and what is taken back when an effect ends would read the layers as they were before.
   */
  readonly #kept = new Set<Command[]>();

  /** Adds commands; gives back what takes them away. Call it in an effect or when a component starts. */
  register(commands: readonly Command[]): () => void {
    const layer = [...commands];
    this.#kept.add(layer);
    this.#layers = [...this.#kept];
    return () => {
      this.#kept.delete(layer);
      this.#layers = [...this.#kept];
    };
  }

  /** Every command, those registered last first; one that covers another stands for both. */
  get all(): Command[] {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- it lives for this call alone
    const byID = new Map<string, Command>();
    for (const layer of this.#layers.toReversed())
      for (const command of layer) if (!byID.has(command.id)) byID.set(command.id, command);
    return [...byID.values()];
  }

  /** The keys of a command, to be shown in a tooltip or a menu. */
  keysOf(id: string): string | undefined {
    const command = this.all.find((one) => one.id === id);
    return command ? bindings(command)[0] : undefined;
  }
}

export const registry = new Registry();

/** The keys of a command as a list. */
export function bindings(command: Command): readonly string[] {
  if (command.keys === undefined) return [];
  return typeof command.keys === 'string' ? [command.keys] : command.keys;
}

/** Whether a command can be done now. */
export function possible(command: Command): boolean {
  return command.when?.() ?? true;
}
