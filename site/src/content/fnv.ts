/**
 * Spreads names evenly, and soon: FNV-1a (RFC 9923) with 32 bits, of UTF-16 units instead of bytes.
 * @param start where in the name to begin
 */
export function fnv1a(name: string, start = 0): number {
  let hash = 0x811c9dc5;
  for (let index = start; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
