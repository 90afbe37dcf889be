import path from 'node:path';
import { type Core, createStrapi } from '@strapi/strapi';
import { takeNoTurn } from '../../kernel/database/start-lock';

const READY = new Error('The models are loaded.');

/**
 * Loads the CMS as far as it takes to read from its database with our own code, and no further: no schema
 * is brought up to date, nothing is written, nobody is served.
 * @param connected called with each new connection to the database before it is used
 */
export async function loadReadOnly(
  connected: (connection: unknown) => Promise<void> = async () => undefined,
): Promise<Core.Strapi> {
  const appDir = path.resolve(__dirname, '../../../..');
  const strapi = createStrapi({ appDir, distDir: path.join(appDir, 'dist'), serveAdminPanel: false });
  strapi.log.level = 'error';
  takeNoTurn(strapi);
  const { dialect } = strapi.db;
  const initialize = dialect.initialize.bind(dialect);
  dialect.initialize = async (connection: unknown) => {
    await initialize(connection);
    await connected(connection);
  };
  await strapi.register();
  // Strapi's start loads the models first, then asks for the connection by which it changes the schema.
  const { getSchemaConnection } = strapi.db;
  strapi.db.getSchemaConnection = () => {
    throw READY;
  };
  await strapi.bootstrap().catch((error: unknown) => {
    if (error !== READY) throw error;
  });
  strapi.db.getSchemaConnection = getSchemaConnection;
  return strapi;
}
