// A work's own settings as a form's values: always texts, as Go takes them.
import type { TaskWork, WorkSetting } from '$lib/api';

/** The values a form begins with: what was set, else the default. */
export function settingValues(
  work: TaskWork | undefined,
  set: Record<string, string> = {},
): Record<string, string> {
  return Object.fromEntries(
    (work?.settings ?? []).map(({ key, default: usual }) => [key, set[key] ?? usual]),
  );
}

/** Whether a setting counts with these values: "source=newest|each" is what its only_if may say. */
export function counts(setting: WorkSetting, values: Record<string, string>): boolean {
  const [key, wanted] = (setting.only_if ?? '').split('=', 2);
  if (!key || wanted === undefined) return true;
  return wanted.split('|').includes(values[key] ?? '');
}

/** What is wrong with the values, by setting. Go checks again and knows more. */
export function settingErrors(
  work: TaskWork | undefined,
  values: Record<string, string>,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const setting of work?.settings ?? []) {
    if (!counts(setting, values)) continue;
    const value = (values[setting.key] ?? '').trim();
    const problem = problemWith(setting, value);
    if (problem) errors[setting.key] = problem;
  }
  return errors;
}

function problemWith(setting: WorkSetting, value: string): string {
  const { kind, label, min, max } = setting;
  if (value === '') {
    // A path that counts only with a choice is what that choice asks for.
    const asked = setting.required || (setting.only_if && (kind === 'file' || kind === 'folder'));
    return asked ? `${label} is needed.` : '';
  }
  if (kind === 'recipe' || kind !== 'number') return '';
  const number = Number(value);
  if (!Number.isInteger(number)) return 'Write a whole number.';
  const bounded = min !== 0 || max !== 0;
  return bounded && (number < min || number > max) ? `It must be ${min} to ${max}.` : '';
}

/** The setting that Go's words are about, or nothing: "no folder is chosen" is about the folder. */
export function settingIn(message: string, work: TaskWork | undefined): string | undefined {
  const words = message.toLowerCase();
  const about = (text: string) =>
    new RegExp(`\\b${text.toLowerCase().replaceAll(/[^\w ]/g, '')}\\b`).test(words);
  return work?.settings.find(({ key, label }) => about(label) || about(key.replaceAll('_', ' ')))
    ?.key;
}

const choices: Record<string, string> = {
  file: 'One file',
  newest: 'The newest file in a folder',
  each: 'Every new file in a folder',
};

/** A choice's value as people read it. */
export function choiceWords(value: string): string {
  const words = choices[value] ?? value.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
