// Which of a job's items to write, and in what format.
import type { ExportRequest, Outcome, Snapshot } from '$lib/api';
import { count, counted, quoted } from '$lib/format';

export type ExportScope = 'all' | 'failed' | 'filtered' | 'cleaned';
export type ExportFormat = 'csv' | 'xlsx' | 'jsonl';

/** What the list of items shows now. */
export type ItemFilter = { outcome: Outcome | ''; text: string };

export const formats: { id: ExportFormat; label: string }[] = [
  { id: 'csv', label: 'CSV' },
  { id: 'xlsx', label: 'XLSX' },
  { id: 'jsonl', label: 'JSON Lines' },
];

/** A choice of what to write, in words. */
export type ScopeChoice = { id: ExportScope; label: string; help: string };

/** What can be written of a job now; the first is what most people want. */
export function exportScopes(
  job: Pick<Snapshot, 'total' | 'succeeded' | 'failed' | 'status'>,
  noun: string,
  filter: ItemFilter,
  cleans: boolean,
): ScopeChoice[] {
  const choices: ScopeChoice[] = [];
  if (filter.outcome !== '' || filter.text !== '') {
    choices.push({
      id: 'filtered',
      label: 'What the list shows now',
      help: filterWords(filter),
    });
  }
  if (cleans && job.succeeded > 0) {
    choices.push({
      id: 'cleaned',
      label: 'The cleaned list',
      help: `${counted(job.succeeded, `good ${noun}`)}, with the columns of the file, names and domains cleaned.`,
    });
  }
  choices.push({
    id: 'all',
    label: `All ${counted(job.total, noun)}`,
    help: 'With outcome, reason and output columns.',
  });
  if (job.failed > 0) {
    choices.push({
      id: 'failed',
      label: `The ${count(job.failed)} that failed`,
      help: 'With the reason. The file can be fed in again.',
    });
  }
  return choices;
}

function filterWords(filter: ItemFilter): string {
  const outcomes = {
    '': '',
    succeeded: 'ok',
    failed: 'failed',
    skipped: 'skipped',
    pending: 'waiting',
    in_flight: 'in flight',
  };
  const parts = [outcomes[filter.outcome], filter.text && `with ${quoted(filter.text)}`].filter(
    Boolean,
  );
  return `Only those ${parts.join(', ')}.`;
}

/** The part of an export request that says which items. */
export function exportItems(
  scope: ExportScope,
  filter: ItemFilter,
): Required<Pick<ExportRequest, 'outcomes' | 'text' | 'cleaned'>> {
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
