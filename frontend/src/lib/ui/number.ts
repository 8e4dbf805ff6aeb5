const readable = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

/** What a typed number is worth within bounds: a value, or what is wrong with it. */
export function judge(
  typed: string,
  min: number,
  max: number,
  step: number,
): { value?: number; problem?: string } {
  const text = typed.trim().replaceAll(',', '');
  const value = Number(text);
  const whole = Number.isInteger(step);
  const bounds =
    Number.isFinite(min) && Number.isFinite(max)
      ? ` from ${readable.format(min)} to ${readable.format(max)}`
      : Number.isFinite(min)
        ? `, ${readable.format(min)} or more`
        : Number.isFinite(max)
          ? `, ${readable.format(max)} or less`
          : '';
  const noun = whole ? 'a whole number' : 'a number';
  if (text === '' || !Number.isFinite(value) || (whole && !Number.isInteger(value)))
    return { problem: `Give ${noun}${bounds}.` };
  if (value < min || value > max) return { problem: `Give ${noun}${bounds}.` };
  return { value };
}

/** The nearest value within bounds, without the dust of binary fractions. */
export function clamp(value: number, min: number, max: number, step: number): number {
  const decimals = (String(step).split('.')[1] ?? '').length;
  return Math.min(max, Math.max(min, Number(value.toFixed(Math.max(decimals, 6)))));
}
