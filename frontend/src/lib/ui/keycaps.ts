const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

const symbols: Record<string, string> = {
  $mod: mac ? '⌘' : 'Ctrl',
  Meta: mac ? '⌘' : 'Win',
  Control: mac ? '⌃' : 'Ctrl',
  Shift: mac ? '⇧' : 'Shift',
  Alt: mac ? '⌥' : 'Alt',
  Enter: '↵',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Space: 'Space',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Backspace: mac ? '⌫' : 'Backspace',
  Delete: mac ? '⌦' : 'Del',
};

/**
 * The caps to draw for keys as tinykeys writes them: "$mod+Shift+P" is one step of three caps,
 * "g j" two steps of one.
 */
export function keycaps(keys: string): string[][] {
  return keys
    .trim()
    .split(/\s+/)
    .map((step) =>
      step
        .split('+')
        .filter((key) => key !== '')
        .map((key) => {
          const code = /^Key([A-Z])$/.exec(key);
          if (code?.[1]) return code[1];
          return symbols[key] ?? (key.length === 1 ? key.toUpperCase() : key);
        }),
    );
}
