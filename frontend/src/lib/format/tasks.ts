// The product's words for tasks and their runs.

import type { RunOutcome, TaskStatus, Trigger } from '$lib/api/types';
import { count } from './number';

const statusLabels: Record<TaskStatus, string> = {
  running: 'Running',
  paused: 'Paused',
  scheduled: 'Scheduled',
  disabled: 'Disabled',
};

export function taskStatusLabel(status: TaskStatus): string {
  return statusLabels[status] ?? status;
}

const outcomeLabels: Record<RunOutcome, string> = {
  queued: 'Waiting',
  running: 'Running',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
  skipped: 'Skipped',
  missed: 'Missed',
};

export function runOutcomeLabel(outcome: RunOutcome): string {
  return outcomeLabels[outcome] ?? outcome;
}

const triggerLabels: Record<Trigger, string> = {
  schedule: 'By schedule',
  manual: 'By hand',
  missed: 'For missed firings',
};

export function triggerLabel(trigger: Trigger): string {
  return triggerLabels[trigger] ?? trigger;
}

/** What a run counted: "files 12 · bytes 4,096". What is zero is left out. */
export function countsWords(counts: Record<string, number>): string {
  return Object.entries(counts)
    .filter(([, n]) => n !== 0)
    .map(([name, n]) => `${name.replaceAll('_', ' ')} ${count(n)}`)
    .join(' · ');
}
