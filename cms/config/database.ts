import path from 'node:path';
import { getSettings } from '../src/settings';
import { prepareConnection } from '../src/sqlite';

export default () => {
  const { DATABASE_URL, DATABASE_POOL, DATA_DIR } = getSettings();
  if (DATABASE_URL !== undefined) {
    return {
      connection: {
        client: 'postgres',
        connection: { connectionString: DATABASE_URL },
        pool: { min: 0, max: DATABASE_POOL },
      },
    };
  }
  return {
    connection: {
      client: 'sqlite',
      connection: { filename: path.join(DATA_DIR, 'cms.db') },
      useNullAsDefault: true,
      pool: { afterCreate: prepareConnection },
    },
  };
};
