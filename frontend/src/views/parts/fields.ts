// What a list's columns mean, in words.
import type { Field, Match } from '$lib/api';

export const fieldLabels: Record<Field, string> = {
  company_name: 'Company',
  domain: 'Domain',
  industry: 'Industry',
  owner: 'Owner',
};

/** What a column is matched to, in words. */
export function matchLabel(match: Match): string {
  if (match === '') return '';
  const [field, choice] = match.split(':') as [Field, string?];
  if (!choice) return fieldLabels[field];
  return choice === '2'
    ? `${fieldLabels[field]}, where the first is empty`
    : `${fieldLabels[field]}, choice ${choice}`;
}
