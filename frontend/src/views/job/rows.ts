// What came out of an item, in one line and whole.
import type { Flight, ItemView, Outcome } from '$lib/api';

/** The filters over the items, in the order of the screen. */
export const outcomeFilters: { id: Outcome | ''; label: string }[] = [
  { id: '', label: 'All' },
  { id: 'succeeded', label: 'OK' },
  { id: 'failed', label: 'Failed' },
  { id: 'skipped', label: 'Skipped' },
  { id: 'pending', label: 'Waiting' },
  { id: 'in_flight', label: 'In flight' },
];

/** The item with what the engine tells of it right now: events about flights come ten times a
 *  second, pages of items once. */
export function withFlight(item: ItemView, flight: Flight | undefined): ItemView {
  if (!flight || (item.outcome !== 'pending' && item.outcome !== 'in_flight')) return item;
  return { ...item, outcome: 'in_flight', step: flight.step || item.step };
}

/** What came out, in one line: the values that are not merely the input again. */
export function outputSummary(item: ItemView, outputColumns: string[]): string {
  const output = item.output ?? {};
  const known = outputColumns.filter((name) => name in output);
  const names = known.length > 0 ? known : Object.keys(output);
  return names
    .map((name) => (output[name] ?? '').trim())
    .filter((value) => value !== '')
    .map((value) => value.replaceAll(/\s+/g, ' '))
    .join(' · ')
    .slice(0, 400);
}

/** The item as JSON that reads well and can be copied: cells under their column's name. */
export function itemJSON(item: ItemView, columns: string[]): string {
  const input: Record<string, string> = {};
  item.cells?.forEach((cell, index) => {
    input[columns[index] ?? `Column ${index + 1}`] = cell;
  });
  return JSON.stringify({ ...item, cells: undefined, input, output: item.output ?? {} }, null, 2);
}

/** A text that is JSON, laid out; any other text as it is. */
export function laidOut(text: string): string {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return text;
  try {
    return JSON.stringify(JSON.parse(trimmed), null, 2);
  } catch {
    return text;
  }
}
