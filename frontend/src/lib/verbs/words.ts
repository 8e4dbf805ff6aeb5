// What the verbs are called on buttons, in questions and in results.

import type { Report, Verb } from '$lib/api/types';
import { count } from '$lib/format/number';

interface Words {
  /** On a button or a menu. */
  label: string;
  /** Begins a result: "Paused 12". */
  past: string;
  /** The key that does it in the list, as a tooltip shows it. */
  keys?: string;
}

const words: Record<Verb, Words> = {
  pause: { label: 'Pause', past: 'Paused', keys: 'Space' },
  pause_now: { label: 'Pause now', past: 'Paused now' },
  resume: { label: 'Resume', past: 'Resumed', keys: 'Space' },
  cancel: { label: 'Cancel', past: 'Cancelled', keys: 'C' },
  retry: { label: 'Retry failed', past: 'Retrying', keys: 'R' },
  delete: { label: 'Delete', past: 'Deleted', keys: 'Delete' },
  undelete: { label: 'Bring back', past: 'Brought back' },
  archive: { label: 'Archive', past: 'Archived' },
  unarchive: { label: 'Unarchive', past: 'Unarchived' },
  duplicate: { label: 'Duplicate', past: 'Duplicated' },
  run_rest: { label: 'Run the rest as a new job', past: 'Started the rest of' },
};

export function verbLabel(verb: Verb): string {
  return words[verb].label;
}

export function verbKeys(verb: Verb): string | undefined {
  return words[verb].keys;
}

/** What a command did, in numbers: "Paused 12 · left out 3: already completed". */
export function reportWords(report: Report): string {
  const changed = report.done.length;
  const left = report.left_out.length;
  const did =
    changed > 0
      ? `${words[report.verb].past} ${count(changed)}`
      : `Nothing changed by ${words[report.verb].label.toLowerCase()}`;
  return left === 0 ? did : `${did} · left out ${count(left)}: ${leftOutWords(report)}`;
}

/** Why jobs were left out; the same reasons are counted together, the most frequent first. */
function leftOutWords(report: Report): string {
  const counts = new Map<string, number>();
  for (const { why } of report.left_out) {
    const reason = shortReason(why);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const reasons = [...counts].sort(([, a], [, b]) => b - a);
  if (reasons.length === 1) return reasons[0]?.[0] ?? '';
  const named = reasons.slice(0, 3).map(([reason, n]) => `${count(n)} ${reason}`);
  const others = reasons.slice(3).reduce((sum, [, n]) => sum + n, 0);
  if (others > 0) named.push(`${count(others)} for other reasons`);
  return named.join(', ');
}

/** A refusal without what the result says already: "can't pause: already completed" → "already completed". */
function shortReason(why: string): string {
  const state = /^can't .+ a job that is (\w+)(?:: (.+))?$/.exec(why);
  if (state) return state[2] ? `${state[1]} (${state[2]})` : (state[1] ?? why);
  return why.replace(/^can't [\w ]+: /, '');
}

/** A sentence's first letter, large. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
