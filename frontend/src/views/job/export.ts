// Which of a job's items to write, and to a file of what name.
import type { ExportRequest, Outcome } from '$lib/api';

export type ExportScope = 'all' | 'failed' | 'filtered' | 'cleaned';
export type ExportFormat = 'csv' | 'xlsx' | 'jsonl';

/** What the list of items shows now. */
export type ItemFilter = { outcome: Outcome | 'in_flight' | ''; text: string };

export const formats: { value: ExportFormat; label: string }[] = [
  { value: 'csv', label: 'CSV' },
  { value: 'xlsx', label: 'XLSX' },
  { value: 'jsonl', label: 'JSON Lines' },
];

/** The part of an export request that says which items. */
export function exportItems(
  scope: ExportScope,
  filter: ItemFilter,
): Pick<ExportRequest, 'outcomes' | 'text' | 'cleaned'> {
  switch (scope) {
    case 'failed':
      return { outcomes: ['failed'], text: '', cleaned: false };
    case 'cleaned':
      return { outcomes: [], text: '', cleaned: true };
    case 'filtered':
      return {
        outcomes: filter.outcome ? [filter.outcome] : [],
        text: filter.text,
        cleaned: false,
      };
    default:
      return { outcomes: [], text: '', cleaned: false };
  }
}

/** A file name made of the job's name: safe on every system, and says what is in it. */
export function exportName(job: string, scope: ExportScope, format: ExportFormat): string {
  const safe = job
    // eslint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/^[. ]+|[. ]+$/g, '')
    .slice(0, 100)
    .trim();
  const suffix = { all: '', failed: ' failed', filtered: ' filtered', cleaned: ' cleaned' }[scope];
  return `${safe || 'Job'}${suffix}.${format}`;
}
