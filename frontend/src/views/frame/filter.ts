/**
 * How well what is typed finds something, 0 for not at all: each typed word has to stand in the
 * label or in the further words. Beginnings of words count more, and the label's own beginning most.
 */
export function filter(label: string, typed: string, further: readonly string[] = []): number {
  const title = label.toLowerCase();
  const all = [title, ...further.map((word) => word.toLowerCase())].join(' ');
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  let score = 1;
  for (const word of words) score *= rank(word, title, all);
  return score;
}

function rank(word: string, title: string, all: string): number {
  if (title.startsWith(word)) return 1;
  if (` ${title}`.includes(` ${word}`)) return 0.9;
  if (` ${all}`.includes(` ${word}`)) return 0.7;
  return all.includes(word) && word.length > 1 ? 0.4 : 0;
}
