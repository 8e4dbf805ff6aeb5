// The one door to Go: typed calls, events, errors made human.

export * from './calls';
export * from './desktop';
export * from './events';
export * from './types';
export { DeckError, humanError, type ErrorKind } from './errors';
