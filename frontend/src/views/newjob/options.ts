// A processor's own options as a form's values: always texts, as Go takes them.
import type { ProcessorOption, ProcessorSpec } from '$lib/api';

/** The values a form begins with: what was chosen last, else the recipe's, else the default. */
export function optionValues(
  spec: Pick<ProcessorSpec, 'options'> | undefined,
  ...layers: (Record<string, string> | null | undefined)[]
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const option of spec?.options ?? []) {
    const kept = layers
      .map((layer) => layer?.[option.key])
      .find((value) => value !== undefined && usable(option, value));
    values[option.key] = kept ?? option.default ?? '';
  }
  return values;
}

/** A value kept from last time may be a choice that is no more. */
function usable(option: ProcessorOption, value: string): boolean {
  if (option.kind === 'choice') return (option.choices ?? []).includes(value);
  if (option.kind === 'switch') return value === 'true' || value === 'false';
  return true;
}

/** What is wrong with the values, by option. Go checks again and knows more. */
export function optionErrors(
  spec: Pick<ProcessorSpec, 'options'> | undefined,
  values: Record<string, string>,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const option of spec?.options ?? []) {
    const value = (values[option.key] ?? '').trim();
    if (value === '') {
      if (option.required) errors[option.key] = `${option.label} is needed.`;
      continue;
    }
    if (option.kind === 'number' && !Number.isFinite(Number(value)))
      errors[option.key] = 'Write a number.';
  }
  return errors;
}

/** A choice's value as people read it: "http_head" is "Http head" unless it is an abbreviation. */
export function choiceLabel(value: string): string {
  if (value === '') return 'None';
  const words = value.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
