// What happened and what was logged, newest first, a page at a time.
import * as api from '$lib/api';
import type { ActivityQuery, ActivityRow, LogLine, LogPage, LogQuery } from '$lib/api';
import { Feed } from '$lib/live';

const pageSize = 200;

export type ActivityFilter = Omit<ActivityQuery, 'before' | 'limit'>;

export function activityFeed(filter: ActivityFilter): Feed<ActivityRow, string> {
  return new Feed<ActivityRow, string>({
    key: (row) => `${row.kind} ${row.id}`,
    page: async (before) => {
      const { rows, next } = await api.activity({
        ...filter,
        before: before ?? '',
        limit: pageSize,
      });
      return { rows, next: next === '' ? undefined : next };
    },
  });
}

/** A line of the log with what tells it apart: lines have no number of their own. */
export interface KeyedLine extends LogLine {
  key: string;
}

export type LogFilter = Omit<LogQuery, 'before' | 'limit'>;

/** The log's lines. `told` hears of each page: the folder stands there. */
export function logFeed(filter: LogFilter, told: (page: LogPage) => void): Feed<KeyedLine, number> {
  return new Feed<KeyedLine, number>({
    key: (line) => line.key,
    page: async (before) => {
      const page = await api.logs({ ...filter, before: before ?? 0, limit: pageSize });
      told(page);
      return { rows: keyed(page.lines), next: page.more ? cursor(page.lines, before) : undefined };
    },
  });
}

/**
 * Lines older than what. A page may end between two lines of one millisecond: the next one begins
 * with all of that millisecond, and those that are known are not shown twice.
 */
function cursor(lines: readonly LogLine[], before: number | undefined): number | undefined {
  const last = lines.at(-1)?.at;
  if (last === undefined) return undefined;
  // A page of nothing but one millisecond would come again and again.
  return last + 1 === before ? last : last + 1;
}

/** Gives equal lines of one millisecond a number each. */
export function keyed(lines: readonly LogLine[]): KeyedLine[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const text = `${line.at} ${line.level} ${line.message} ${JSON.stringify(line.fields)}`;
    const times = seen.get(text) ?? 0;
    seen.set(text, times + 1);
    return { ...line, key: `${text} ${times}` };
  });
}
