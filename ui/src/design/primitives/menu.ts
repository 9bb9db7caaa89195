import type { IconName } from './icon-paths';

export type MenuItem =
  | { separator: true }
  | {
      separator?: false;
      label: string;
      icon?: IconName;
      /** Caps shown at the end. */
      keys?: readonly string[];
      danger?: boolean;
      disabled?: boolean;
      onselect: () => void;
    };
