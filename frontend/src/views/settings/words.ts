/** Choices that read otherwise than they are spelled. */
const labels: Readonly<Record<string, string>> = {
  starttls: 'STARTTLS',
  tls: 'TLS',
  keep: 'Keep working',
};

/** How a choice reads: Go's "run_once" as "Run once". */
export function choiceLabel(choice: string): string {
  const label = labels[choice];
  if (label !== undefined) return label;
  const words = choice.replaceAll(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A setting's default, as its help says it; "" for an empty one. */
export function defaultWords(kind: string, value: string): string {
  switch (kind) {
    case 'switch':
      return value === 'true' ? 'On' : 'Off';
    case 'choice':
      return choiceLabel(value);
    default:
      return value;
  }
}
