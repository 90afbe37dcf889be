/** Settings that are secrets, or hold one. */
const SECRET = /(?:SECRET|TOKEN|SALT|KEY|KEYS|PASSWORD)$/;
/** Parameters of addresses that open something by themselves, in a query or behind the #. */
const OPENING = /\b((?:\w*token|code|password|signature|sig)=)[^\s&"'<>#]+/gi;
/** Shorter words would be found everywhere. */
const SHORTEST = 8;

/**
 * Takes secrets out of a line of a log, whoever wrote it: those of the settings, the passwords in their addresses, and
 * what stands in links that open something. What writes into the log names none; this is for the words of others,
 * such as an error of a driver.
 * @param settings by their names
 */
export function secretsOf(settings: Readonly<Record<string, unknown>>): (line: string) => string {
  const known = Object.entries(settings).flatMap(([name, value]) =>
    SECRET.test(name) ? [value].flat() : typeof value === 'string' ? passwordsIn(value) : [],
  );
  const secrets = known.filter((one): one is string => typeof one === 'string' && one.length >= SHORTEST);
  // The longest first: one may be a part of another.
  secrets.sort((a, b) => b.length - a.length);
  return (line) => {
    let shown = line;
    for (const secret of secrets) shown = shown.replaceAll(secret, '…');
    return shown.replace(OPENING, '$1…');
  };
}

/** The password in an address, as it is written there and as it is sent. */
function passwordsIn(value: string): string[] {
  const written = URL.parse(value)?.password;
  if (!written) return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}
