import * as api from '$lib/api';
import type { ExportReport, ExportRequest, JobID, Snapshot } from '$lib/api/types';
import { counted } from '$lib/format/number';
import { deck } from '$lib/live';
import { toast } from '$lib/ui';

/**
 * Asks where to and exports a job's items; by default all of them, as CSV. Tells the result, and what went
 * wrong. Gives back nothing when no file was chosen or it failed.
 */
export async function exportJob(
  job: Pick<Snapshot, 'id' | 'name' | 'processor'>,
  what: Omit<ExportRequest, 'job' | 'path'> = {},
  ending: 'csv' | 'xlsx' | 'jsonl' = 'csv',
): Promise<ExportReport | undefined> {
  try {
    const path = await api.chooseExport(`${exportName(job.name, what)}.${ending}`);
    if (path === '') return undefined;
    const report = await api.exportItems({ ...what, job: job.id, path });
    tell(report, deck.noun(job.processor));
    return report;
  } catch (cause) {
    tellError(cause, 'export the job');
    return undefined;
  }
}

/** Exports a job that is known by its id. */
export async function exportByID(id: JobID): Promise<ExportReport | undefined> {
  await deck.jobs.want([id]);
  const job = deck.jobs.snapshot(id);
  return job && exportJob(job);
}

/** "Q4 targets failed": a name that no file system refuses. */
function exportName(name: string, what: Omit<ExportRequest, 'job' | 'path'>): string {
  const part = what.cleaned
    ? ' cleaned'
    : (what.outcomes ?? []).map((outcome) => ` ${outcome}`).join('');
  // eslint-disable-next-line no-control-regex
  const safe = name.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ').trim() || 'export';
  return `${safe}${part}`;
}

function tell(report: ExportReport, noun: string): void {
  const file = report.path.split(/[\\/]/).at(-1) ?? report.path;
  toast.success(`Exported ${counted(report.rows, noun)} to ${file}`, {
    action: {
      label: 'Show file',
      onclick: () => {
        api.revealFile(report.path).catch((cause: unknown) => tellError(cause, 'show the file'));
      },
    },
  });
}

/** Shows what went wrong, with the details behind a click. */
export function tellError(cause: unknown, doing: string): void {
  const error = api.humanError(cause, doing);
  toast.error(error.message, error.details ? { details: error.details } : undefined);
}
