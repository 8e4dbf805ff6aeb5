import { toast as sonner } from 'svelte-sonner';
import ToastCard from './ToastCard.svelte';

/** What a toast can have beside its message. */
export interface ToastOptions {
  action?: { label: string; onclick: () => void };
  details?: string;
  /** Milliseconds. Errors stay until they are closed unless this is given. */
  duration?: number;
}

let made = 0;

type Kind = 'success' | 'info' | 'error';

function show(kind: Kind, message: string, options: ToastOptions = {}): void {
  const id = `toast-${++made}`;
  sonner.custom(ToastCard, {
    id,
    duration: options.duration ?? (kind === 'error' ? Infinity : options.action ? 10_000 : 4_000),
    componentProps: {
      kind,
      message,
      details: options.details,
      action: options.action,
      close: () => sonner.dismiss(id),
    },
  });
}

/** Short news in the corner. Where something can be undone, the action is how. */
export const toast = {
  success: (message: string, options?: ToastOptions): void => show('success', message, options),
  info: (message: string, options?: ToastOptions): void => show('info', message, options),
  error: (message: string, options?: ToastOptions): void => show('error', message, options),
};
