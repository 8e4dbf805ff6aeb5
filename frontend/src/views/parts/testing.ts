// What tests fill in.
import type { FormField } from '$lib/api';

/** All of a field but what it is. */
export const plainField: Omit<FormField, 'key' | 'label' | 'kind'> = {
  help: '',
  choices: [],
  default: '',
  min: 0,
  max: 0,
  decimals: false,
  unit: '',
  required: false,
  only_if: '',
};
