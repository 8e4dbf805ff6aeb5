import { plain } from '$lib/api/plain';

/** Letters that run from right to left. */
const fromRight = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name in quotation marks, which stays between them whichever way it runs. */
export function quoted(name: string): string {
  const shown = plain(name);
  return fromRight.test(shown) ? `“\u2068${shown}\u2069”` : `“${shown}”`;
}
