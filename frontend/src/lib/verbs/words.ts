// What came of a verb, in words.

import { verbs, type Report } from '$lib/api/types';
import { count } from '$lib/format/number';

/** What a command did, in numbers: "Paused 12 · left out 3: already completed". */
export function reportWords(report: Report): string {
  const changed = report.done.length;
  const left = report.left_out.length;
  const did =
    changed > 0
      ? `${verbs[report.verb].past} ${count(changed)}`
      : `Nothing changed by ${verbs[report.verb].label.toLowerCase()}`;
  return left === 0 ? did : `${did} · left out ${count(left)}: ${leftOutWords(report)}`;
}

/** Why jobs were left out; the same reasons are counted together, the most frequent first. */
function leftOutWords(report: Report): string {
  const counts = new Map<string, number>();
  for (const { reason } of report.left_out) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const reasons = [...counts].sort(([, a], [, b]) => b - a);
  if (reasons.length === 1) return reasons[0]?.[0] ?? '';
  const named = reasons.slice(0, 3).map(([reason, n]) => `${count(n)} ${reason}`);
  const others = reasons.slice(3).reduce((sum, [, n]) => sum + n, 0);
  if (others > 0) named.push(`${count(others)} for other reasons`);
  return named.join(', ');
}

/** A sentence's first letter, large. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
