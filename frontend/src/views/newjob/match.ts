// Which column means what, and whether a recipe can work with it.
import type { Doubt, Field, Match, Preview, ProcessorSpec } from '$lib/api';
import { fieldLabels, matchLabel } from '$views/parts/fields';

export const fields = Object.keys(fieldLabels) as Field[];

/** The choices in a column's header. A second column can serve a name or a domain. */
export const fieldOptions: { value: Match; label: string }[] = [
  { value: '', label: 'Other column' },
  ...fields.map((field) => ({ value: field, label: fieldLabels[field] })),
  ...(['company_name:2', 'domain:2'] as const).map((match) => ({
    value: match,
    label: matchLabel(match),
  })),
];

/** The choices for one column: also a third, where Go found one. */
export function optionsFor(match: Match): { value: Match; label: string }[] {
  return fieldOptions.some((option) => option.value === match)
    ? fieldOptions
    : [...fieldOptions, { value: match, label: matchLabel(match) }];
}

/** The mapping after a column was given a field: a field, or a choice for one, belongs to one column,
 *  so another column that had it loses it. */
export function rematch(mapping: Match[], column: number, field: Match): Match[] {
  return mapping.map((old, index) => {
    if (index === column) return field;
    return field !== '' && old === field ? '' : old;
  });
}

/** The doubts that are left when somebody has said what a column holds. */
export function doubtsLeft(doubts: Doubt[], column: string, match: Match): Doubt[] {
  const field = match.split(':')[0];
  return doubts.filter((doubt) => doubt.column !== column && doubt.field !== field);
}

/** What Go takes as override: every column's header with its field. */
export function mappingFor(columns: string[], mapping: Match[]): Record<string, Match> {
  const result: Record<string, Match> = {};
  columns.forEach((column, index) => {
    result[column] = mapping[index] ?? '';
  });
  return result;
}

/** The fields that the recipe needs and no column has. */
export function missing(spec: Pick<ProcessorSpec, 'needs'> | undefined, mapping: Match[]): Field[] {
  return (spec?.needs ?? []).filter((field) => !mapping.includes(field));
}

/** The missing fields in words that say what to do; empty when nothing is missing. */
export function missingWords(
  spec: Pick<ProcessorSpec, 'needs' | 'label'> | undefined,
  mapping: Match[],
): string {
  const names = missing(spec, mapping).map((field) => fieldLabels[field].toLowerCase());
  if (names.length === 0 || !spec) return '';
  return `${spec.label} needs to know which column holds the ${names.join(' and the ')}. Choose it above that column in the table.`;
}

/** The layout in words: "CSV · UTF-8 · comma". */
export function layoutWords(preview: Pick<Preview, 'format' | 'encoding' | 'delimiter'>): string {
  const format =
    { csv: 'CSV', xlsx: 'XLSX', jsonl: 'JSON Lines' }[preview.format] ??
    preview.format.toUpperCase();
  if (preview.format === 'csv' && preview.delimiter === '\t') return `TSV · ${preview.encoding}`;
  if (preview.format !== 'csv')
    return preview.format === 'jsonl' ? `${format} · ${preview.encoding}` : format;
  const delimiter =
    { ',': 'comma', ';': 'semicolon', '|': 'vertical bar' }[preview.delimiter] ?? preview.delimiter;
  return [format, preview.encoding, delimiter].filter(Boolean).join(' · ');
}
