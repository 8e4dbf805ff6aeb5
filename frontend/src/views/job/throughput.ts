// A job's samples and timeline as the chart wants them: done and failed a minute over the job's
// time, and the stretches in which it did not run.
import type { Entry, Sample } from '$lib/api';
import { reasonWords } from '$views/parts/item';

/** Times in milliseconds, values in items a minute. null is a gap. */
export type ThroughputSeries = {
  times: number[];
  done: (number | null)[];
  failed: (number | null)[];
};

/** A stretch of time in milliseconds. */
export type Stretch = { from: number; until: number };

const atRest = new Set(['pausing', 'paused', 'queued', 'cancelled', 'completed', 'failed']);
const atWork = new Set(['running', 'cancelling']);

/** The samples as values a minute, with a gap wherever the job stood still. A stretch that is not
 *  over yet is left out. */
export function series(samples: Sample[], now = Date.now()): ThroughputSeries {
  const result: ThroughputSeries = { times: [], done: [], failed: [] };
  let end: number | undefined;
  for (const sample of samples) {
    if (sample.duration_ms <= 0 || sample.at + sample.duration_ms > now) continue;
    if (end !== undefined && sample.at - end > Math.max(2 * sample.duration_ms, 5000)) {
      result.times.push(end + 1);
      result.done.push(null);
      result.failed.push(null);
    }
    const minutes = sample.duration_ms / 60_000;
    result.times.push(sample.at + sample.duration_ms / 2);
    result.done.push(sample.done / minutes);
    result.failed.push(sample.failed / minutes);
    end = sample.at + sample.duration_ms;
  }
  return result;
}

/** When the job was not running between its first start and its end (or now), from its timeline. */
export function pauses(timeline: Entry[], now: number): Stretch[] {
  const stretches: Stretch[] = [];
  let began = false;
  let since: number | undefined;
  for (const entry of timeline) {
    const after = entry.after.trim().toLowerCase();
    if (atWork.has(after)) {
      if (since !== undefined && entry.at > since) stretches.push({ from: since, until: entry.at });
      since = undefined;
      began = true;
    } else if (atRest.has(after) && began && since === undefined) {
      since = entry.at;
    }
  }
  const last = timeline.findLast(
    (entry) => atRest.has(entry.after) || atWork.has(entry.after),
  )?.after;
  const ended = last === 'completed' || last === 'cancelled' || last === 'failed';
  if (since !== undefined && !ended && now > since) stretches.push({ from: since, until: now });
  return stretches;
}

/** The rates of the last samples, for a sparkline. A stretch that is not over yet holds too few
 *  items to tell a rate: it would look like a drop. */
export function recent(samples: Sample[], now = Date.now(), count = 24): number[] {
  return samples
    .filter((sample) => sample.duration_ms > 0 && sample.at + sample.duration_ms <= now)
    .slice(-count)
    .map((sample) => (sample.done * 60_000) / sample.duration_ms);
}

/** A bar of the outcomes chart. */
export type Bar = { key: string; label: string; count: number; tone: 'ok' | 'failed' | 'skipped' };

/** How the items ended, the reasons spelled out: what failed and was skipped without a reason is
 *  told as such, so that the bars add up to what is done. */
export function outcomeBars(
  counts: { succeeded: number; failed: number; skipped: number },
  reasons: Record<string, number> | null | undefined,
): Bar[] {
  const bars: Bar[] = [{ key: 'succeeded', label: 'OK', count: counts.succeeded, tone: 'ok' }];
  let skipped = counts.skipped;
  let failed = counts.failed;
  const named = Object.entries(reasons ?? {})
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1]);
  for (const [reason, count] of named) {
    const isSkip = skipReasons.has(reason) ? count <= skipped : count > failed && count <= skipped;
    if (isSkip) skipped -= count;
    else failed = Math.max(0, failed - count);
    bars.push({
      key: reason,
      label: reasonWords(reason),
      count,
      tone: isSkip ? 'skipped' : 'failed',
    });
  }
  if (skipped > 0)
    bars.push({
      key: 'skipped',
      label: named.length ? 'Skipped, other' : 'Skipped',
      count: skipped,
      tone: 'skipped',
    });
  if (failed > 0)
    bars.push({
      key: 'failed',
      label: named.length ? 'Failed, other' : 'Failed',
      count: failed,
      tone: 'failed',
    });
  return bars;
}

const skipReasons = new Set(['duplicate', 'inactive', 'invalid']);
