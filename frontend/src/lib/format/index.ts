// Numbers, durations, times and the product's words, as all screens write them.

export * from './duration';
export * from './number';
export * from './time';
export * from './words';
