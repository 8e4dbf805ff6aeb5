/* eslint-disable svelte/prefer-svelte-reactivity -- what is watched is replaced as a whole */
import * as api from '$lib/api';
import type { Recipe, SecretKey, Setting } from '$lib/api';
import { Answer } from '$lib/live';

/** A heading with its settings, as Go groups them. */
export interface Group {
  name: string;
  settings: Setting[];
}

/** The settings page's state: what Go has, what is being saved, and what was refused. */
export class SettingsState {
  /** What Go says of them: whether it came, and why not. */
  readonly answer = new Answer<[readonly Setting[], readonly Recipe[]]>();
  settings = $state.raw<readonly Setting[]>([]);
  recipes = $state.raw<readonly Recipe[]>([]);
  /** Which secrets the keychain has; undefined when it does not answer. */
  secrets = $state.raw<Readonly<Record<string, boolean>>>();
  /** Why the last change of a setting was refused, by its key. */
  refused = $state.raw<Readonly<Record<string, string>>>({});
  /** The settings that were saved a moment ago. */
  saved = $state.raw<ReadonlySet<string>>(new Set());

  readonly groups = $derived.by((): Group[] => {
    const groups = new Map<string, Setting[]>();
    for (const setting of this.settings)
      groups.set(setting.group, [...(groups.get(setting.group) ?? []), setting]);
    return [...groups].map(([name, settings]) => ({ name, settings }));
  });

  value(key: string): string {
    return this.settings.find((setting) => setting.key === key)?.value ?? '';
  }

  async load(): Promise<void> {
    void this.#lookIntoKeychain();
    await this.answer.ask(
      () => Promise.all([api.settings(), api.recipes()]),
      ([settings, recipes]) => {
        this.settings = settings;
        this.recipes = recipes;
      },
    );
  }

  /** Saves a setting at once. When it is refused, the screen goes back to what is true. */
  async set(key: string, value: string): Promise<void> {
    const before = this.settings.find((setting) => setting.key === key);
    if (!before || before.value === value) return;
    this.answer.drop(); // what was asked for before is old
    this.#put(key, value);
    this.#refuse(key, '');
    try {
      await api.setSetting({ key, value });
      this.#mark(key);
    } catch (cause) {
      if (this.settings.find((setting) => setting.key === key)?.value === value)
        this.#put(key, before.value);
      this.#refuse(key, cause instanceof Error ? cause.message : String(cause));
    }
  }

  /** Puts a secret into the keychain, or takes it out. Throws what Go answered. */
  async setSecret(key: SecretKey, value: string): Promise<void> {
    await api.setSecret({ key, value });
    await this.#lookIntoKeychain();
  }

  /** Without a keychain all other settings work as before: trying to keep a secret says why it can't. */
  async #lookIntoKeychain(): Promise<void> {
    this.secrets = await api.secrets().catch(() => undefined);
  }

  /** Takes a saved recipe away. Throws what Go answered. */
  async deleteRecipe(name: string): Promise<void> {
    await api.deleteRecipe(name);
    this.answer.drop(); // what was asked for before is old
    this.recipes = this.recipes.filter((recipe) => recipe.name !== name);
  }

  #put(key: string, value: string): void {
    this.settings = this.settings.map((setting) =>
      setting.key === key ? { ...setting, value } : setting,
    );
  }

  #refuse(key: string, why: string): void {
    this.refused = { ...this.refused, [key]: why };
  }

  #mark(key: string): void {
    this.saved = new Set(this.saved).add(key);
    setTimeout(() => {
      const saved = new Set(this.saved);
      saved.delete(key);
      this.saved = saved;
    }, 2000);
  }
}
