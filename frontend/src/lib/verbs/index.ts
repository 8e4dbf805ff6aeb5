// Doing verbs: one way for every button, key, menu and the palette.

export { act, moveJob, undoFor, undoLast, type ActOptions } from './act';
export { exportByID, exportJob, tellError } from './export';
export { contents, itemsOf, size, type Target } from './target';
export { control, keysOf, transport, type Control, type Transport } from './transport';
export { underway } from './underway.svelte';
export { capitalised, reportWords } from './words';
