import { quoted } from '$lib/format';
import * as api from '$lib/api';
import type { MoveWhere } from '$lib/api/desktop';
import { verbs, type JobID, type Report, type Verb } from '$lib/api/types';
import { statusLabel } from '$lib/format/words';
import { deck } from '$lib/live';
import { confirm, toast } from '$lib/ui';
import { exportJob, tellError } from './export';
import { cancelQuestion, deleteQuestion } from './questions';
import { contents, single, size, survey, type Survey, type Target } from './target';
import { underway } from './underway.svelte';
import { capitalised, reportWords } from './words';

/** How long a delete can be undone from its toast, in ms. */
export const undoFor = 10_000;

export interface ActOptions {
  /** Why, for the timeline. */
  why?: string;
  /** When a pause ends by itself, in ms UTC. */
  until?: number;
  /** Opens a job that the verb made: offered in the result. */
  open?: (id: JobID) => void;
}

/**
 * Does a verb: asks where something is lost, marks the buttons busy, tells what was done and what
 * was left out, offers to undo. Every button, key and menu goes through here. Gives back nothing
 * when it was not done: not confirmed, under way already, or failed (which is told).
 */
export async function act(
  verb: Verb,
  target: Target,
  options: ActOptions = {},
): Promise<Report | undefined> {
  if (size(target) === 0) return undefined;
  try {
    const asked = verbs[verb].asks ? await ask(verb, target) : undefined;
    if (verbs[verb].asks && !asked) return undefined;
    const report = await whileUnderway(verb, target, () =>
      api.apply(command(verb, target, options)),
    );
    if (!report) return undefined;
    // The screens show what was done even when its events are slow to come.
    deck.changed();
    tell(report, target, options, asked);
    return report;
  } catch (cause) {
    tellError(
      cause,
      `${verbs[verb].label.toLowerCase()} ${size(target) === 1 ? 'the job' : 'the jobs'}`,
    );
    return undefined;
  }
}

/** Does something with the target's buttons busy; not at all when they are busy already. */
async function whileUnderway<Result>(
  verb: Verb,
  target: Target,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  const end = underway.begin(verb, target);
  if (!end) return undefined;
  try {
    return await work();
  } finally {
    end();
  }
}

/** Changes a queued job's place in the queue. */
export async function moveJob(id: JobID, where: MoveWhere): Promise<void> {
  try {
    await api.move({ job: id, where });
    deck.relist();
  } catch (cause) {
    tellError(cause, `move the job ${where}`);
  }
}

let undoable: { verb: Verb; ids: readonly JobID[]; until: number } | undefined;

/** Takes back the last delete or archive, as long as its toast would. False when there is nothing to undo. */
export function undoLast(now = Date.now()): boolean {
  if (!undoable || now > undoable.until) return false;
  const { verb, ids } = undoable;
  undoable = undefined;
  void act(verb, { ids });
  return true;
}

async function ask(verb: Verb, target: Target): Promise<Survey | undefined> {
  const found = await whileUnderway(verb, target, () => survey(verb, target));
  if (!found) return undefined;
  if (found.allowed.length === 0) {
    toast.info(notNow(verb, target));
    return undefined;
  }
  const question = verb === 'delete' ? deleteQuestion(found) : cancelQuestion(found);
  const one = found.allowed.length === 1 ? found.allowed[0] : undefined;
  const extra =
    verb === 'delete' && one && contents([one]).includes('result')
      ? { extra: { label: 'Export first…', onclick: () => void exportJob(one) } }
      : {};
  return (await confirm({ ...question, danger: true, ...extra })) ? found : undefined;
}

function notNow(verb: Verb, target: Target): string {
  const id = single(target);
  const job = id === undefined ? undefined : deck.jobs.snapshot(id);
  if (!job) return `None of the selected jobs can be ${verbs[verb].past.toLowerCase()} now.`;
  const instead = verb === 'delete' && job.verbs.includes('cancel') ? ' Cancel it first.' : '';
  return `Can't ${verbs[verb].label.toLowerCase()} ${quoted(job.name)}: it is ${statusLabel(job.status).toLowerCase()}.${instead}`;
}

function command(verb: Verb, target: Target, { why, until }: ActOptions) {
  const whom =
    'filter' in target ? { all: true, filter: target.filter } : { jobs: [...target.ids] };
  return { verb, why: why ?? '', until: until ?? 0, ...whom };
}

function tell(report: Report, target: Target, options: ActOptions, asked?: Survey): void {
  const id = single(target);
  const refusal = report.left_out[0];
  if (report.done.length === 0 && refusal) {
    toast.info(id === undefined ? reportWords(report) : `${capitalised(refusal.why)}.`);
    return;
  }
  const { undo, past, makes } = verbs[report.verb];
  if (undo) {
    const what = asked && asked.allowed.length === report.done.length ? asked.allowed : undefined;
    const words =
      id !== undefined && what?.[0] ? `${past} ${quoted(what[0].name)}` : reportWords(report);
    undoable = { verb: undo, ids: report.done, until: Date.now() + undoFor };
    toast.success(words, {
      action: { label: 'Undo', onclick: () => void undoLast() },
      duration: undoFor,
    });
    return;
  }
  if (makes.length > 0) {
    const made = report.done[0];
    const open = options.open;
    toast.success(
      reportWords(report),
      made !== undefined && report.done.length === 1 && open
        ? { action: { label: 'Open', onclick: () => open(made) } }
        : undefined,
    );
    return;
  }
  // One job shows on its own row what became of it.
  if (id === undefined) toast.success(reportWords(report));
}
