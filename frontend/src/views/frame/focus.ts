import * as api from '$lib/api';

/** Tells whether a person looks at the window: notifications are quiet then. Gives back what ends it. */
export function tellFocus(): () => void {
  let told: boolean | undefined;
  const tell = () => {
    const focused = document.hasFocus() && document.visibilityState === 'visible';
    if (focused === told) return;
    told = focused;
    api.focused(focused).catch((cause: unknown) => console.error('tell the focus:', cause));
  };
  tell();
  window.addEventListener('focus', tell);
  window.addEventListener('blur', tell);
  document.addEventListener('visibilitychange', tell);
  return () => {
    window.removeEventListener('focus', tell);
    window.removeEventListener('blur', tell);
    document.removeEventListener('visibilitychange', tell);
  };
}
