/** Where people who found a weakness look for whom to tell (RFC 9116). */
export const SECURITY_TXT = '/.well-known/security.txt';

/** Its lines but for the time at which it expires. */
export function securityLines(contact: string, siteUrl: string): string[] {
  return [`Contact: ${contact}`, 'Preferred-Languages: bn, en', `Canonical: ${siteUrl}${SECURITY_TXT}`];
}

/**
 * What the file says. It expires on the first of this month in the next year: less than a year ahead,
 * as RFC 9116 (2.5.5) advises, and the same all month.
 */
export function securityText(contact: string, siteUrl: string, now = new Date()): string {
  const month = String(now.getUTCMonth() + 1).padStart(2, '0');
  const expires = `Expires: ${now.getUTCFullYear() + 1}-${month}-01T00:00:00Z`;
  return `${[...securityLines(contact, siteUrl), expires].join('\n')}\n`;
}
