import type { Component } from 'svelte';

/** An icon component, as lucide makes them. */
export type IconComponent = Component<{
  size?: number | string;
  strokeWidth?: number | string;
  class?: string;
}>;
