// What is filled in as a form's values: always texts, as Go takes them.
import type { FormField } from '$lib/api';

/** The values a form begins with: of the first layer that has a usable one, else the default. */
export function formValues(
  fields: readonly FormField[] = [],
  ...layers: (Record<string, string> | null | undefined)[]
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const field of fields) {
    const kept = layers
      .map((layer) => layer?.[field.key])
      .find((value) => value !== undefined && usable(field, value));
    values[field.key] = kept ?? field.default;
  }
  return values;
}

/** A value kept from last time may be a choice that is no more. */
function usable({ kind, choices }: FormField, value: string): boolean {
  if (kind === 'choice') return choices.includes(value);
  if (kind === 'switch') return value === 'true' || value === 'false';
  return true;
}

/** Whether a field counts with these values: "source=newest|each" is what its only_if may say. */
export function counts(field: FormField, values: Record<string, string>): boolean {
  const [key, wanted] = field.only_if.split('=', 2);
  if (!key || wanted === undefined) return true;
  return wanted.split('|').includes(values[key] ?? '');
}

/** What is wrong with the values, by field. Go checks again and knows more. */
export function formErrors(
  fields: readonly FormField[] = [],
  values: Record<string, string>,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const field of fields) {
    if (!counts(field, values)) continue;
    const problem = problemWith(field, (values[field.key] ?? '').trim());
    if (problem) errors[field.key] = problem;
  }
  return errors;
}

function problemWith({ kind, label, required, ...limits }: FormField, value: string): string {
  if (value === '') return required ? `${label} is needed.` : '';
  if (kind !== 'number') return '';
  const { decimals, min, max } = limits;
  const number = Number(value);
  if (decimals ? !Number.isFinite(number) : !Number.isInteger(number))
    return decimals ? 'Write a number.' : 'Write a whole number.';
  const bounded = min !== 0 || max !== 0;
  return bounded && (number < min || number > max) ? `It must be ${min} to ${max}.` : '';
}

/** A field's choices as people read them: by their words, else "run_once" as "Run once". */
export function choicesOf(field: FormField): { value: string; label: string }[] {
  return field.choices.map((value) => ({ value, label: choiceWords(field, value) }));
}

export function choiceWords(field: Pick<FormField, 'words'>, value: string): string {
  const words = field.words?.[value] ?? value.replaceAll(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
