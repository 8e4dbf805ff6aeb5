import type { Hold } from '$lib/api/types';

/** Nothing is held. */
export const noHold: Hold = {
  held: false,
  who: '',
  why: '',
  kind: '',
  since: 0,
  until: 0,
  origin: 'window',
};
