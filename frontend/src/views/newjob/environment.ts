/** Names variables in words, with the verb that fits: "HUB_TOKEN is", "A, B and C are". */
export function named(names: readonly string[]): string {
  const list = new Intl.ListFormat('en').format(names);
  return `${list} ${names.length === 1 ? 'is' : 'are'}`;
}
