// The one door to Go: typed calls, events, errors made human.

export * from './desktop';
export * from './events';
export * from './questions';
export * from './types';
export * from './window';
export { DeckError, humanError, type ErrorKind } from './errors';
