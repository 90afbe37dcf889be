/** So that spreadsheets read UTF-8 as such. */
export const BYTE_ORDER_MARK = '\ufeff';

/** What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection). */
const FORMULA = /^[\s]*[=+\-@\t\r]/;

/**
 * One line of a CSV file as RFC 4180 says, every cell in quotes. Text that a spreadsheet would compute
 * as a formula has an apostrophe before it, which makes it text.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (typeof value === 'number') return `"${value}"`;
  const text = value ?? '';
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
