/** One tab, or one choice of a filter. */
export interface Choice {
  id: string;
  label: string;
  count?: number;
}
