// Commands and the keys that do them: views register theirs, the palette and the `?` sheet show them.
export { listen } from './keyboard';
export { control } from './quiet';
export { bindings, possible, registry, type Command } from './registry.svelte';
