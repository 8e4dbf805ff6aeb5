// Files dropped on the window: one becomes a new job's list, wherever it is dropped.
import * as api from '$lib/api';
import { router } from '$lib/route';
import { toast } from '$lib/ui';
import { dropped } from '$views/parts/path';

/** Listens until the returned function is called. */
export function takeDrops(): () => void {
  return api.onFileDrop((paths) => {
    const one = dropped(paths);
    if ('problem' in one) toast.error(one.problem, { duration: 8000 });
    else router.go({ place: 'new', file: one.path });
  });
}

/** Whether something dragged over the window is a file, not a piece of text. */
export function dragsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
