// Stretches of time as screens write them.

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something took: "85 ms", "2.1 s", "4 min 12 s", "3 h 5 min", "2 d 4 h". */
export function duration(ms: number): string {
  if (ms < second) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 9950) return `${(ms / second).toFixed(1)} s`;
  const seconds = Math.round(ms / second);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.floor(ms / minute);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  return pair(Math.floor(ms / day), 'd', Math.floor((ms % day) / hour), 'h');
}

/** A running stopwatch, in whole seconds so that it does not flicker: "12 s", "4 min". */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / second));
  return seconds < 60 ? `${seconds} s` : duration(seconds * second);
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** Time left in a sentence: "estimating…", "about 4 min left", "a few seconds left". */
export function timeLeft(etaMs: number): string {
  if (etaMs < 0) return 'estimating…';
  if (etaMs < 5 * second) return 'a few seconds left';
  return `about ${shortLeft(etaMs)} left`;
}

/**
 * Time left in a column: "estimating…", "40 s", "4 min", "2 h 10 min", "3 d 4 h". Coarse on
 * purpose: what is only estimated shall not change with every look.
 */
export function shortLeft(etaMs: number): string {
  if (etaMs < 0) return 'estimating…';
  if (etaMs < 55 * second) return `${Math.max(5, Math.ceil(etaMs / (5 * second)) * 5)} s`;
  if (etaMs < hour) return `${Math.max(1, Math.round(etaMs / minute))} min`;
  if (etaMs < day) {
    const tens = Math.round(etaMs / (10 * minute)) * 10;
    return pair(Math.floor(tens / 60), 'h', tens % 60, 'min');
  }
  return pair(Math.floor(etaMs / day), 'd', Math.floor((etaMs % day) / hour), 'h');
}
