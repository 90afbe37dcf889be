import path from 'node:path';
import { getSettings } from '../src/settings';
import { prepareConnection } from '../src/sqlite';

export default () => {
  const { DATABASE_URL, DATA_DIR } = getSettings();
  if (DATABASE_URL !== undefined) {
    return {
      connection: {
        client: 'postgres',
        connection: { connectionString: DATABASE_URL },
        pool: { min: 0, max: 10 },
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
