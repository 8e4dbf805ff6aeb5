// Numbers, durations, times and the product's words, as all screens write them.

export * from './audit';
export * from './duration';
export * from './foreign';
export * from './number';
export * from './tasks';
export * from './time';
export * from './words';
