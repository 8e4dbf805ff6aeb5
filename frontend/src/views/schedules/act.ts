import * as api from '$lib/api';
import type { TaskID, TaskReport, TaskVerb } from '$lib/api';
import { count, countsWords, quoted } from '$lib/format';
import { deck } from '$lib/live';
import { confirm, toast } from '$lib/ui';
import { capitalised, tellError, undoFor } from '$lib/verbs';
import { underway } from './underway.svelte';

export interface ActOptions {
  /** Opens a task that the verb made. */
  open?: (id: TaskID) => void;
}

/**
 * Does a verb on tasks: asks where something is lost, marks the buttons busy, tells what was left
 * out and why, offers to undo. Every button, key and menu goes through here. Gives back nothing
 * when it was not done.
 */
export async function actOnTasks(
  verb: TaskVerb,
  ids: readonly TaskID[],
  options: ActOptions = {},
): Promise<TaskReport | undefined> {
  if (ids.length === 0) return undefined;
  // Taken now: a deleted task has no name any more.
  const name = nameOf(ids);
  if (verb === 'delete' && !(await askToDelete(name))) return undefined;
  if (verb === 'cancel' && !(await askToCancel(name, ids))) return undefined;
  const end = underway.begin(verb, ids);
  if (!end) return undefined;
  try {
    const report = await api.applyTask({ verb, tasks: [...ids] });
    // The screens shall show what was done even when its events are slow to come.
    await deck.tasks.load();
    tell(report, name, options);
    return report;
  } catch (cause) {
    tellError(cause, `${verb} ${name}`);
    return undefined;
  } finally {
    end();
  }
}

/** Asks a task what it would do now, and tells it. */
export async function tryTask(id: TaskID): Promise<void> {
  const name = nameOf([id]);
  const end = underway.begin('try', [id]);
  if (!end) return;
  try {
    const { message, counts } = await api.tryTask(id);
    toast.info(`${name}: ${message || countsWords(counts ?? {}) || 'there is nothing to do'}`, {
      duration: 10_000,
    });
  } catch (cause) {
    tellError(cause, `try ${name}`);
  } finally {
    end();
  }
}

let undoable: { ids: readonly TaskID[]; until: number } | undefined;

/** There is a delete to take back. */
export function canUndo(now = Date.now()): boolean {
  return undoable !== undefined && now <= undoable.until;
}

/** Takes back the last delete, as long as its toast would. */
export function undoDelete(): void {
  if (!undoable || !canUndo()) return;
  const { ids } = undoable;
  undoable = undefined;
  void actOnTasks('undelete', ids);
}

function askToDelete(name: string): Promise<boolean> {
  return confirm({
    title: `Delete ${name}?`,
    message:
      'It fires no more, and the history of its runs goes with it. You can undo this for 10 seconds.',
    confirmLabel: 'Delete task',
    cancelLabel: 'Keep it',
    danger: true,
  });
}

/** Asks, where a run is at work that can be cancelled: nobody stops it by a slip of the finger. */
async function askToCancel(name: string, ids: readonly TaskID[]): Promise<boolean> {
  const going = ids.filter((id) => deck.tasks.get(id)?.verbs.includes('cancel'));
  if (going.length === 0) return true; // Go says why not
  const many = ids.length > 1;
  return confirm({
    title: `Cancel the ${many ? 'runs' : 'run'} of ${name}?`,
    message: `What ${many ? 'they' : 'it'} did so far is kept, what is left is not done, and runs that wait for ${many ? 'them' : 'it'} don’t begin. The next firing comes as usual.`,
    confirmLabel: many ? 'Cancel the runs' : 'Cancel the run',
    cancelLabel: many ? 'Let them go on' : 'Let it go on',
    danger: true,
  });
}

function nameOf(ids: readonly TaskID[]): string {
  const [first] = ids;
  if (ids.length > 1) return `${count(ids.length)} tasks`;
  const name = first === undefined ? undefined : deck.tasks.get(first)?.name;
  return name === undefined ? 'the task' : quoted(name);
}

function tell(report: TaskReport, name: string, { open }: ActOptions): void {
  const refusal = report.left_out[0];
  if (refusal) {
    toast.info(
      report.done.length === 0 && report.left_out.length === 1
        ? `${capitalised(refusal.why)}.`
        : `Left out ${count(report.left_out.length)}: ${refusal.why}`,
    );
    if (report.done.length === 0) return;
  }
  if (report.verb === 'delete') {
    undoable = { ids: report.done, until: Date.now() + undoFor };
    toast.success(`Deleted ${name}`, {
      action: { label: 'Undo', onclick: undoDelete },
      duration: undoFor,
    });
  } else if (report.verb === 'duplicate') {
    const made = report.done[0];
    toast.success(
      `Duplicated ${name}; the copy is disabled`,
      made !== undefined && open
        ? { action: { label: 'Open', onclick: () => open(made) } }
        : undefined,
    );
  }
}
