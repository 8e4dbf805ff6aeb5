import { createRawSnippet, type Snippet } from 'svelte';

/** A snippet that is only a text: the children of a button. */
export function text(words: string): Snippet {
  return createRawSnippet(() => ({ render: () => `<span>${words}</span>` }));
}
