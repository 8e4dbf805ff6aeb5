// Which column means what, and whether a recipe can work with it.
import type { Field, Match, Preview, ProcessorSpec } from '$lib/api';

export const fieldLabels: Record<Field, string> = {
  company_name: 'Company',
  domain: 'Domain',
  industry: 'Industry',
  owner: 'Owner',
};

export const fields = Object.keys(fieldLabels) as Field[];

/** The choices in a column's header. */
export const fieldOptions: { value: Match; label: string }[] = [
  { value: '', label: 'Other column' },
  ...fields.map((field) => ({ value: field, label: fieldLabels[field] })),
];

/** The mapping after a column was given a field: a field belongs to one column, so another column
 *  that had it loses it. */
export function rematch(mapping: Match[], column: number, field: Match): Match[] {
  return mapping.map((old, index) => {
    if (index === column) return field;
    return field !== '' && old === field ? '' : old;
  });
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
