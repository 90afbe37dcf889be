import path from 'node:path';
import { prepareSession } from '../src/kernel/database/postgres';
import { prepareConnection } from '../src/kernel/database/sqlite';
import { getSettings } from '../src/kernel/settings';

// Strapi's columns on PostgreSQL have no time zone: the driver writes and reads them on the clock of its process.
process.env.TZ = 'UTC';

export default () => {
  const { DATABASE_URL, DATABASE_POOL, DATA_DIR } = getSettings();
  // An error's words come into the log: without the values of its query, which may be secrets and drafts.
  const compileSqlOnError = false;
  if (DATABASE_URL !== undefined) {
    return {
      connection: {
        client: 'postgres',
        compileSqlOnError,
        connection: { connectionString: DATABASE_URL },
        pool: { min: 0, max: DATABASE_POOL, afterCreate: prepareSession },
      },
    };
  }
  return {
    connection: {
      client: 'sqlite',
      compileSqlOnError,
      connection: { filename: path.join(DATA_DIR, 'cms.db') },
      useNullAsDefault: true,
      pool: { afterCreate: prepareConnection },
    },
  };
};
