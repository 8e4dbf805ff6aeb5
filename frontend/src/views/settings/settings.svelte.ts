/* eslint-disable svelte/prefer-svelte-reactivity -- what is watched is replaced as a whole */
import * as api from '$lib/api';
import type { Recipe, SecretKey, Setting } from '$lib/api';

/** A heading with its settings, as Go groups them. */
export interface Group {
  name: string;
  settings: Setting[];
}

/** The settings page's state: what Go has, what is being saved, and what was refused. */
export class SettingsState {
  settings = $state.raw<readonly Setting[]>([]);
  recipes = $state.raw<readonly Recipe[]>([]);
  /** Which secrets the keychain has; undefined when it does not answer. */
  secrets = $state.raw<Readonly<Record<string, boolean>>>();
  loaded = $state(false);
  problem = $state.raw<unknown>();
  /** Why the last change of a setting was refused, by its key. */
  refused = $state.raw<Readonly<Record<string, string>>>({});
  /** The settings that were saved a moment ago. */
  saved = $state.raw<ReadonlySet<string>>(new Set());

  #version = 0;

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
    const version = ++this.#version;
    try {
      const [settings, recipes] = await Promise.all([api.settings(), api.recipes()]);
      // Something was changed meanwhile: what was asked for before that is old.
      if (version !== this.#version) return;
      this.settings = settings;
      this.recipes = recipes;
      this.loaded = true;
      this.problem = undefined;
    } catch (cause) {
      if (version === this.#version) this.problem = cause;
    }
  }

  /** Saves a setting at once. When it is refused, the screen goes back to what is true. */
  async set(key: string, value: string): Promise<void> {
    const before = this.settings.find((setting) => setting.key === key);
    if (!before || before.value === value) return;
    this.#version++;
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
    this.#version++;
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
