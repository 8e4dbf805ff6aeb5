import * as api from '$lib/api';
import { counted } from '$lib/format';
import { toast } from '$lib/ui';
import { tellError } from '$lib/verbs';
import type { ActivityFilter } from './feeds';

/** Asks where to and exports what happened, as far as it matches. Tells the result, and what went wrong. */
export async function exportHistory(
  filter: ActivityFilter,
  ending: 'csv' | 'xlsx' | 'jsonl',
): Promise<void> {
  try {
    const chosen = await api.chooseExport(`activity.${ending}`);
    if (chosen === '') return;
    const { path, rows } = await api.exportActivity({
      query: { ...filter, limit: 1 },
      path: chosen,
    });
    const file = path.split(/[\\/]/).at(-1) ?? path;
    toast.success(`Exported ${counted(rows, 'line')} to ${file}`, {
      action: {
        label: 'Show file',
        onclick: () => {
          api.revealFile(path).catch((cause: unknown) => tellError(cause, 'show the file'));
        },
      },
    });
  } catch (cause) {
    tellError(cause, 'export what happened');
  }
}
