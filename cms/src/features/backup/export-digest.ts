import { createHash } from 'node:crypto';

/** What an export says, as one hash, and how many lines it has. */
export interface ExportDigest {
  /** SHA-256 (FIPS 180-4), in hex. */
  readonly sha256: string;
  readonly lines: number;
}

/**
 * Hashes an export in a way that does not depend on the order in which a database gives its rows back: the
 * hash over the sorted hashes of the lines.
 * @param lines as `/api/export` words them, without line breaks
 */
export async function digestExport(lines: AsyncIterable<string>): Promise<ExportDigest> {
  const hashes: string[] = [];
  for await (const line of lines) hashes.push(hash(withoutOrder(line)));
  return { sha256: hash(hashes.sort().join('\n')), lines: hashes.length };
}

/** The header lists what is withheld as the database gives it. */
function withoutOrder(line: string): string {
  if (!line.startsWith('{"line":"header"')) return line;
  const header: { withheld: string[] } = JSON.parse(line);
  return JSON.stringify({ ...header, withheld: [...header.withheld].sort() });
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
