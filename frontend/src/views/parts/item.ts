// How an item is told from others in one line.
import type { List } from '$lib/api';

/** A column shown in the list of items. */
export type ShownColumn = { index: number; label: string };

/** The columns that tell rows apart: company and domain when matched, else the first two. */
export function shownColumns(list: Pick<List, 'columns' | 'mapping'>): ShownColumn[] {
  const columns = list.columns ?? [];
  const indexes = (['company_name', 'domain'] as const)
    .map((field) => (list.mapping ?? []).indexOf(field))
    .filter((index) => index >= 0);
  for (let index = 0; indexes.length < 2 && index < columns.length; index++) {
    if (!indexes.includes(index)) indexes.push(index);
  }
  return indexes.map((index) => ({ index, label: columns[index] ?? `Column ${index + 1}` }));
}

/** A reason's one word as a label: "exit_code" is "Exit code". */
export function reasonWords(reason: string): string {
  const words = reason.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
