import type { Snapshot } from '$lib/api';
import { possible, type Command } from '$lib/keys';
import { grouped } from './groups';

/** One line of the palette. Its value is unique. */
export type Hit = { value: string } & ({ command: Command } | { job: Snapshot });

export interface Section {
  group: string;
  hits: Hit[];
}

/** Jobs have been found already: they come after what begins with what is typed. */
const jobRank = 0.8;

/** What the palette shows for a text: what can be done now, and the jobs found. The best comes first. */
export function hits(
  commands: readonly Command[],
  found: readonly Snapshot[],
  text: string,
): Section[] {
  const ranks = new Map(commands.map((one) => [one.id, offered(one, text)]));
  const rank = (one: Command) => ranks.get(one.id) ?? 0;
  const sections = grouped(commands.filter((one) => rank(one) > 0)).map(({ group, commands }) => {
    const best = commands.toSorted((a, b) => rank(b) - rank(a));
    return {
      group,
      rank: best[0] ? rank(best[0]) : 0,
      hits: best.map((command): Hit => ({ value: command.id, command })),
    };
  });
  if (found.length > 0)
    sections.unshift({
      group: 'Found jobs',
      rank: jobRank,
      hits: found.map((job): Hit => ({ value: `job ${job.id}`, job })),
    });
  return sections.sort((a, b) => b.rank - a.rank);
}

/** How well a command fits a text; 0 when it isn't offered. */
function offered(command: Command, text: string): number {
  if (command.keysOnly || (command.searched && text.trim() === '') || !possible(command)) return 0;
  return filter(command.label, text, (command.words ?? '').split(' '));
}

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
