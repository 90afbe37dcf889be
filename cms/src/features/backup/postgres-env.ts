/** Parameters of an address and the variables that mean the same to PostgreSQL's programs (libpq). */
const PARAMETERS = {
  host: 'PGHOST',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  options: 'PGOPTIONS',
} as const;

/**
 * How PostgreSQL's programs are told where to connect: by variables, because everybody on the machine can
 * read a program's arguments, and an address holds a password.
 * @param url `postgres://user:password@host:5432/name`
 * @param database another one of the same server
 */
export function postgresEnv(url: string, database?: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const env: Record<string, string> = {
    PGHOST: decodeURIComponent(hostname),
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGTZ: 'UTC',
    PGDATABASE: database ?? decodeURIComponent(pathname.slice(1)),
  };
  if (password) env.PGPASSWORD = decodeURIComponent(password);
  for (const [parameter, variable] of Object.entries(PARAMETERS)) {
    const value = searchParams.get(parameter);
    // What Node's driver calls encrypted, whoever answers.
    if (value) env[variable] = value === 'no-verify' ? 'require' : value;
  }
  return env;
}
