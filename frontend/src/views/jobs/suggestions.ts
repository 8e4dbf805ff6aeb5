// What the filter field offers while somebody types: the words that Go's filter knows.

import { statuses, type ProcessorSpec } from '$lib/api/types';
import { statusLabel } from '$lib/format/words';

export interface Suggestion {
  /** What takes the place of the word that is being typed. */
  text: string;
  /** What it shows. */
  label: string;
}

/** Suggestions for the word at the end of the text; none when it is complete. */
export function suggestions(text: string, processors: readonly ProcessorSpec[]): Suggestion[] {
  const word = lastWord(text).toLowerCase();
  if (word.includes('"')) return [];
  return offered(processors).filter(
    ({ text: whole }) => (word === '' || whole.startsWith(word)) && whole !== word,
  );
}

/** The text with its last word replaced by a suggestion, ready for the next word. */
export function complete(text: string, suggestion: Suggestion): string {
  return `${text.slice(0, text.length - lastWord(text).length)}${suggestion.text} `;
}

/** The filter as far as it makes sense: a key without its value is still being typed. */
export function applicable(text: string): string {
  const word = lastWord(text);
  return (/^(status|kind|is):$/i.test(word) ? text.slice(0, -word.length) : text).trim();
}

/** Adds a filter word or takes it away. */
export function toggleWord(text: string, word: string): string {
  const words = text.split(/\s+/).filter((w) => w !== '');
  const others = words.filter((w) => w !== word && keyOf(w) !== keyOf(word));
  return (words.includes(word) ? others : [...others, word]).join(' ');
}

function keyOf(word: string): string | undefined {
  return /^(\w+):/.exec(word)?.[1];
}

function lastWord(text: string): string {
  return /\S*$/.exec(text)?.[0] ?? '';
}

function offered(processors: readonly ProcessorSpec[]): Suggestion[] {
  return [
    ...statuses.map((status) => ({ text: `status:${status}`, label: statusLabel(status) })),
    ...processors.map(({ name, label }) => ({ text: `kind:${name}`, label })),
    { text: 'is:active', label: 'Not ended yet' },
    { text: 'is:ended', label: 'Completed, cancelled or failed' },
    { text: 'is:archived', label: 'Archived' },
    { text: 'is:deleted', label: 'Deleted, until it is purged' },
  ];
}
