// How a job is run: what can be chosen before it starts and changed while it runs. The limits are
// those of Go's job.Options; Go checks again.
import type { Changes, Options } from '$lib/api';
import { sameWindow, windowErrors, windowFields, windowOf, type WindowFields } from './window';

/** What the fields of a run hold while somebody types. */
export type RunFields = {
  concurrency: number;
  /** Items a minute; 0 means no bound. */
  rate: number;
  retries: number;
  /** Per cent of the last 100 items; 0 means never. */
  errorLimit: number;
  priority: number;
  window: WindowFields;
};

export type RunErrors = Partial<
  Record<'concurrency' | 'rate' | 'retries' | 'errorLimit' | 'priority', string>
> & {
  window?: ReturnType<typeof windowErrors>;
};

export const maxConcurrency = 64;
export const maxRetries = 20;

/** The fields for options as they are stored. */
export function runFields(options: Partial<Options>, priority = 0): RunFields {
  return {
    concurrency: options.concurrency ?? 5,
    rate: options.rate_per_minute ?? 0,
    retries: options.retries ?? 0,
    errorLimit: Math.round((options.max_error_rate ?? 0) * 100),
    priority,
    window: windowFields(options.window),
  };
}

/** What is wrong, by field, in words that say what to write instead. */
export function runErrors(fields: RunFields): RunErrors {
  const errors: RunErrors = {};
  if (!whole(fields.concurrency, 1, maxConcurrency))
    errors.concurrency = `Write a whole number, 1 to ${maxConcurrency}.`;
  if (!number(fields.rate, 0, 1e9)) errors.rate = 'Write a number, or 0 for no limit.';
  if (!whole(fields.retries, 0, maxRetries))
    errors.retries = `Write a whole number, 0 to ${maxRetries}.`;
  if (!number(fields.errorLimit, 0, 100)) errors.errorLimit = 'Write a number, 0 to 100.';
  if (!whole(fields.priority, -1000, 1000))
    errors.priority = 'Write a whole number, -1000 to 1000.';
  const window = windowErrors(fields.window);
  if (Object.keys(window).length > 0) errors.window = window;
  return errors;
}

export function hasErrors(errors: RunErrors): boolean {
  return Object.keys(errors).length > 0;
}

/** Only what differs from the options the job has now: the rest stays out of the audit log. */
export function runChanges(fields: RunFields, options: Partial<Options>, priority = 0): Changes {
  const changes: Changes = {};
  const { concurrency, rate, retries } = fields;
  if (concurrency !== options.concurrency) changes.concurrency = concurrency;
  if (rate !== (options.rate_per_minute ?? 0)) changes.rate_per_minute = rate;
  if (retries !== (options.retries ?? 0)) changes.retries = retries;
  if (fields.priority !== priority) changes.priority = fields.priority;
  const window = windowOf(fields.window);
  if (!sameWindow(window, options.window)) {
    if (window) changes.window = window;
    else changes.clear_window = true;
  }
  return changes;
}

function number(value: number, min: number, max: number): boolean {
  return Number.isFinite(value) && value >= min && value <= max;
}

function whole(value: number, min: number, max: number): boolean {
  return number(value, min, max) && Number.isInteger(value);
}
