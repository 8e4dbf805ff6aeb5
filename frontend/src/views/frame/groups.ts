import type { Command } from '$lib/keys';

/** Commands under their headings, both in the order in which they came; "Jobdeck" is last. */
export function grouped(commands: readonly Command[]): { group: string; commands: Command[] }[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    const group = groups.get(command.group);
    if (group) group.push(command);
    else groups.set(command.group, [command]);
  }
  return [...groups]
    .map(([group, commands]) => ({ group, commands }))
    .sort((a, b) => Number(a.group === 'Jobdeck') - Number(b.group === 'Jobdeck'));
}
