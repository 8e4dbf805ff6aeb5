import type { Seed } from './job';

/** A deck as one meets it on a working day. */
export function someJobs(now: number): Seed[] {
  return [
    { id: 14, name: 'Q4 targets', status: 'running', total: 1000, done: 612, rate: 212 },
    {
      id: 13,
      name: 'Nordic manufacturers, third quarter, all regions and owners',
      status: 'running',
      total: 1_000_000,
      done: 48_210,
      rate: 60_000,
    },
    {
      id: 12,
      name: 'Enrich partners',
      status: 'pausing',
      total: 420,
      done: 77,
      processor: 'command',
    },
    { id: 11, name: 'EMEA health', status: 'queued', total: 5200 },
    { id: 10, name: 'DACH software', status: 'queued', total: 88, processor: 'command' },
    {
      id: 9,
      name: 'Trade-fair list',
      status: 'paused',
      total: 240,
      done: 31,
      reasonKind: 'rate_limit',
      reason: 'example.com asked to wait',
      resumesAt: now + 25 * 60_000,
    },
    { id: 8, name: 'Board dinner', status: 'paused', total: 60, done: 12 },
    { id: 7, name: 'APAC retail', status: 'completed', total: 1010 },
    { id: 6, name: 'Sample', status: 'completed', total: 38, done: 38 },
    { id: 5, name: 'Wrong file', status: 'cancelled', total: 900, done: 120 },
    {
      id: 4,
      name: 'Lost list',
      status: 'failed',
      total: 300,
      done: 44,
      reason: 'the list can’t be read any more: disk error',
    },
  ];
}

/** A deck after a bad night: what was paused by itself, and what ended worse than well. */
export function badNight(): Seed[] {
  return [
    { id: 9, name: 'Q4 targets', status: 'running', total: 1000, done: 612, rate: 212 },
    {
      id: 8,
      name: 'Leads of the fair',
      status: 'paused',
      total: 900,
      done: 240,
      reasonKind: 'credentials',
      reason: 'api.example.com rejected the key',
    },
    { id: 7, name: 'Paused by hand', status: 'paused', total: 60, done: 12 },
    {
      id: 6,
      name: 'Half of it',
      status: 'paused',
      total: 400,
      done: 130,
      reasonKind: 'error_rate',
      reason: '60% of the last 50 failed',
      failing: true,
    },
    { id: 5, name: 'All well', status: 'completed', total: 6 },
    { id: 4, name: 'APAC retail', status: 'completed', total: 1010 },
    { id: 3, name: 'All in vain', status: 'completed', total: 120, failing: true },
    { id: 2, name: 'Wrong file', status: 'cancelled', total: 900, done: 120 },
    {
      id: 1,
      name: 'Lost list',
      status: 'failed',
      total: 300,
      done: 44,
      reason: 'the list can’t be read any more: disk error',
    },
  ];
}

/** Thousands of jobs, fifty of them at work. */
export function manyJobs(count: number, running = 50): Seed[] {
  return Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    const name = `List ${String(id).padStart(5, '0')}`;
    if (id > count - running)
      return {
        id,
        name,
        status: 'running',
        total: 100_000,
        done: 100 * (count - index),
        rate: 12_000,
      };
    if (id % 9 === 0) return { id, name, status: 'paused', total: 500, done: id % 500 };
    if (id % 31 === 0)
      return { id, name, status: 'cancelled', total: 500, done: id % 400, processor: 'command' };
    return { id, name, status: 'completed', total: 100 + (id % 900) };
  });
}
