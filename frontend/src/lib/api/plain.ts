// Texts from files and programs, in sentences of our own.

/** What turns the direction of the text around it, and what no text shows. */
const turns = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const hidden = /[^\P{Cc}\n\t]/gu;

/** A text without what would steer the words around it. */
export function plain(text: string): string {
  return text.replace(turns, '').replace(hidden, '');
}
