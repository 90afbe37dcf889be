import { secretsOf } from './without-secrets';

/** What winston hands to a format: https://github.com/winstonjs/logform#info-objects */
interface Info {
  readonly level: string;
  readonly message: unknown;
  readonly stack?: string;
  [key: symbol]: unknown;
}

/** Where winston's transports find the line that they write. */
const MESSAGE = Symbol.for('message');

/**
 * How the CMS's log reads: Strapi's own form, with the time in UTC and ISO 8601 as in all other logs, and without
 * secrets.
 */
export function logFormat(settings: Readonly<Record<string, unknown>>) {
  const withoutSecrets = secretsOf(settings);
  return {
    transform(info: Info): Info {
      const stack = info.stack ? `\n${info.stack}` : '';
      const line = `[${new Date().toISOString()}] ${info.level}: ${info.message}${stack}`;
      info[MESSAGE] = withoutSecrets(line);
      return info;
    },
  };
}
