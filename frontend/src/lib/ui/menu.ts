import type { IconComponent } from './icon';

/** One entry of a menu, or a line between entries. */
export type MenuItem =
  | {
      label: string;
      icon?: IconComponent;
      keys?: string;
      danger?: boolean;
      disabled?: boolean;
      /** Why it is disabled: shown under its label. */
      reason?: string;
      onselect: () => void;
    }
  | 'separator';

/** What a menu's trigger must put on its button: `<Button {...props}>Export</Button>`. */
export type TriggerProps = Record<string, unknown>;
