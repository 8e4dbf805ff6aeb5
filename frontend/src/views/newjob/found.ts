// The choices for how a list's file is read: what was found first, then what can be said instead.
import type { Preview, Reading } from '$lib/api';

interface Choice {
  value: string;
  label: string;
}

/** As many rows as may stand above a header. */
const mostAbove = 20;

export function headerOptions(preview: Pick<Preview, 'header_row'>, how: Reading): Choice[] {
  const found = preview.header_row > 0 ? `Header in row ${preview.header_row}` : 'No header';
  const rows = Array.from(
    { length: Math.max(mostAbove, how.header ?? 0) },
    (_, index) => index + 1,
  );
  return [
    { value: '', label: how.header ? 'Header: find it' : found },
    { value: '-1', label: how.header === -1 ? 'No header' : 'There is no header' },
    ...rows.map((row) => ({ value: String(row), label: `Header in row ${row}` })),
  ];
}

/** Encodings that lists come in, in the words of those who choose. */
const encodings: Choice[] = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'windows-1252', label: 'Western (Windows-1252)' },
  { value: 'macintosh', label: 'Western (Mac Roman)' },
  { value: 'ibm850', label: 'Western (DOS)' },
  { value: 'windows-1250', label: 'Central European (Windows-1250)' },
  { value: 'iso-8859-2', label: 'Central European (ISO 8859-2)' },
  { value: 'windows-1251', label: 'Cyrillic (Windows-1251)' },
  { value: 'koi8-r', label: 'Cyrillic (KOI8-R)' },
  { value: 'windows-1253', label: 'Greek (Windows-1253)' },
  { value: 'windows-1254', label: 'Turkish (Windows-1254)' },
  { value: 'windows-1255', label: 'Hebrew (Windows-1255)' },
  { value: 'windows-1256', label: 'Arabic (Windows-1256)' },
  { value: 'windows-1257', label: 'Baltic (Windows-1257)' },
  { value: 'windows-874', label: 'Thai (Windows-874)' },
  { value: 'shift_jis', label: 'Japanese (Shift JIS)' },
  { value: 'euc-jp', label: 'Japanese (EUC-JP)' },
  { value: 'gb18030', label: 'Chinese, simplified (GB 18030)' },
  { value: 'big5', label: 'Chinese, traditional (Big5)' },
  { value: 'euc-kr', label: 'Korean (EUC-KR)' },
  { value: 'utf-16le', label: 'UTF-16, little endian' },
  { value: 'utf-16be', label: 'UTF-16, big endian' },
];

export function encodingOptions(
  preview: Pick<Preview, 'encoding' | 'encoding_sample'>,
  how: Reading,
): Choice[] {
  const found = preview.encoding_sample
    ? `${preview.encoding}: “${preview.encoding_sample}”`
    : preview.encoding;
  return [{ value: '', label: how.encoding ? 'Encoding: find it' : found }, ...encodings];
}
