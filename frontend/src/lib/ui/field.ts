/** How every one-line control is drawn, so that they line up. */
export const fieldLook =
  'h-8 w-full min-w-0 rounded-md border border-field bg-surface px-2.5 text-sm text-ink transition-[border-color] select-text hover:border-muted disabled:opacity-50 aria-invalid:border-failed-fill';
