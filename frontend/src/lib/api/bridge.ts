// The wire to Go that Wails puts on the window. Nothing else touches `window.go` and `window.runtime`.

import { DeckError, humanError } from './errors';

type Method = (...args: unknown[]) => Promise<unknown>;

/** What Wails' runtime offers of which Jobdeck makes use. */
export interface Runtime {
  EventsOn(name: string, listen: (...data: unknown[]) => void): () => void;
  OnFileDrop(listen: (x: number, y: number, paths: string[]) => void, useDropTarget: boolean): void;
  OnFileDropOff(): void;
}

interface WailsWindow {
  go?: { main?: { App?: Record<string, Method> } };
  runtime?: Runtime;
}

function wails(): WailsWindow {
  return window as unknown as WailsWindow;
}

/** Calls a method of Go's App. `doing` says what is tried, for the error: "read the list". */
export async function call<Result>(
  method: string,
  doing: string,
  ...args: unknown[]
): Promise<Result> {
  const bound = wails().go?.main?.App?.[method];
  if (!bound) {
    throw new DeckError(
      `Can't ${doing}: Jobdeck's engine does not answer. Close the window and open Jobdeck again.`,
      'error',
      `window.go.main.App.${method} is missing`,
    );
  }
  try {
    return (await bound(...args)) as Result;
  } catch (cause) {
    throw humanError(cause, doing);
  }
}

/** Wails' runtime, or nothing where the page is open without it. */
export function runtime(): Runtime | undefined {
  return wails().runtime;
}
