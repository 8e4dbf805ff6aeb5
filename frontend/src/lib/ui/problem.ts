/** What went wrong, in words, and what only somebody who looks closer wants to read. */
export interface Problem {
  message: string;
  details: string;
}

/** Reads whatever was thrown: an error of lib/api, an Error, a text. */
export function problemOf(error: unknown): Problem {
  if (typeof error === 'string') return { message: error, details: '' };
  if (typeof error === 'object' && error !== null) {
    const { message, details } = error as { message?: unknown; details?: unknown };
    return {
      message: typeof message === 'string' && message !== '' ? message : 'Something went wrong.',
      details: typeof details === 'string' ? details : '',
    };
  }
  return { message: 'Something went wrong.', details: '' };
}
