import path from 'node:path';
import { getSettings } from '../src/settings';

export default () => {
  const { HOST, CMS_PORT, CMS_URL, APP_KEYS, DATA_DIR } = getSettings();
  return {
    host: HOST,
    port: CMS_PORT,
    url: CMS_URL ?? '',
    app: { keys: APP_KEYS },
    dirs: { public: path.join(DATA_DIR, 'public') },
    // Behind a reverse proxy the client's address is in X-Forwarded-For.
    proxy: { koa: CMS_URL !== undefined },
    logger: { updates: { enabled: false }, startup: { enabled: false } },
    transfer: { remote: { enabled: false } },
  };
};
