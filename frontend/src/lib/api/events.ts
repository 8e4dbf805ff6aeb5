// What Go and the desktop tell the window by themselves. Each function gives back its undoing.

import { runtime } from './bridge';
import type { QuitQuestion } from './desktop';
import type { LiveEvent } from './types';

type Stop = () => void;

/** Live events, in batches, at most about ten a second. */
export function onLive(listen: (events: LiveEvent[]) => void): Stop {
  return on('live', (events) => {
    if (Array.isArray(events)) listen(events as LiveEvent[]);
  });
}

/** A second start of Jobdeck handed over a file. */
export function onOpenFile(listen: (path: string) => void): Stop {
  return on('open-file', (path) => {
    if (typeof path === 'string' && path !== '') listen(path);
  });
}

/** Jobdeck shall quit, and jobs are at work. */
export function onAskQuit(listen: (question: QuitQuestion) => void): Stop {
  return on('ask-quit', (question) => {
    if (typeof question === 'object' && question !== null) listen(question as QuitQuestion);
  });
}

/** Files dropped on an element with `--wails-drop-target: drop`. One listener at a time. */
export function onFileDrop(listen: (paths: string[]) => void): Stop {
  const wails = runtime();
  if (!wails) return () => undefined;
  wails.OnFileDrop((_x, _y, paths) => {
    if (paths.length > 0) listen(paths);
  }, true);
  return () => wails.OnFileDropOff();
}

function on(name: string, listen: (data: unknown) => void): Stop {
  return runtime()?.EventsOn(name, (...data) => listen(data[0])) ?? (() => undefined);
}
