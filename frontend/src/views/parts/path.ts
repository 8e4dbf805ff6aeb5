// A path as people paste it: in quotes, as a file address, with blanks around it.

export function pathFrom(text: string): string {
  let path = text.trim();
  const quoted = /^(["'])(.*)\1$/s.exec(path);
  if (quoted) path = (quoted[2] ?? '').trim();
  if (/^file:\/\//i.test(path)) {
    try {
      path = decodeURIComponent(path.replace(/^file:\/\/(localhost)?/i, ''));
    } catch {
      path = path.replace(/^file:\/\/(localhost)?/i, '');
    }
    if (/^\/[a-z]:[\\/]/i.test(path)) path = path.slice(1); // file:///C:/lists
  }
  return path;
}

/** A file's name without its folder. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}

/** A file's name without folder and ending: what a job is called unless told otherwise. */
export function nameFrom(path: string): string {
  const name = fileName(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** What can be read, for the words on the drop area and in its errors. */
export const endings = ['.csv', '.tsv', '.txt', '.xlsx', '.jsonl', '.ndjson'];

/** The one path of a drop, or in words why it is not one. */
export function dropped(paths: string[]): { path: string } | { problem: string } {
  const path = paths[0];
  if (path === undefined)
    return { problem: 'Nothing was dropped that has a file. Choose the file instead.' };
  if (paths.length > 1)
    return { problem: `${paths.length} files were dropped. A job takes one list: drop one file.` };
  return { path };
}
