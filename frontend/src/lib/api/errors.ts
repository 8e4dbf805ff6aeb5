// What went wrong, in words a person can act on.

import { plain } from './plain';

/** "refused": the job's state forbids it. "usage": what was asked makes no sense. */
export type ErrorKind = 'refused' | 'not_found' | 'usage' | 'error';

/** An answer of Go that is no success. `message` can be shown as it is. */
export class DeckError extends Error {
  readonly kind: ErrorKind;
  /** What stands behind "Show details": the error as Go wrote it. */
  readonly details: string;
  /** What went wrong, without what was tried; empty where that is all there is. */
  readonly reason: string;

  /** The key of the field that has a wrong value; empty where it is about none. */
  readonly field: string;

  constructor(message: string, kind: ErrorKind = 'error', details = '', reason = '', field = '') {
    super(message);
    this.field = field;
    this.reason = reason;
    this.name = 'DeckError';
    this.kind = kind;
    this.details = details;
  }
}

interface Rejection {
  message: string;
  details?: string;
  kind?: string;
  field?: string;
}

const kinds: readonly string[] = ['refused', 'not_found', 'usage', 'error'];

/**
 * Makes a DeckError of whatever a call was rejected with. `doing` says what was tried, as it
 * follows "Can't": "read the list". Refusals speak for themselves; other errors get it in front.
 */
export function humanError(cause: unknown, doing: string): DeckError {
  if (cause instanceof DeckError) {
    // Who asked knows better what was tried than the question: "pause the job".
    return cause.reason === '' ? cause : worded(cause.reason, cause.kind, doing, cause);
  }
  const { message, kind, ...more } = rejection(cause);
  const known = kind !== undefined && kinds.includes(kind) ? (kind as ErrorKind) : 'error';
  const said = plain(message).trim();
  if (said === '') {
    return new DeckError(`Can't ${doing}: no reason was given.`, known, more.details);
  }
  return worded(said, known, doing, more);
}

function worded(
  reason: string,
  kind: ErrorKind,
  doing: string,
  { details, field }: Partial<Rejection>,
): DeckError {
  const whole =
    kind === 'error' && !/^can't /i.test(reason)
      ? `Can't ${doing}: ${reason}`
      : capitalised(reason);
  return new DeckError(ended(whole), kind, details, reason, field);
}

function rejection(cause: unknown): Rejection {
  if (typeof cause === 'string') return parsed(cause) ?? { message: cause };
  if (isRejection(cause)) return cause;
  if (cause instanceof Error) {
    return parsed(cause.message) ?? { message: cause.message, details: cause.stack };
  }
  return { message: '', details: JSON.stringify(cause) };
}

/** Wails makes an Error of what Go says; an object crosses as JSON text. */
function parsed(text: string): Rejection | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRejection(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRejection(value: unknown): value is Rejection {
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Error) &&
    typeof (value as Rejection).message === 'string'
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function ended(text: string): string {
  return /[.?!…)"]$/.test(text) ? text : `${text}.`;
}
