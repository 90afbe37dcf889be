import path from 'node:path';
import { getSettings } from '../src/kernel/settings';

export default () => {
  const { HOST, CMS_PORT, CMS_URL, APP_KEYS, DATA_DIR, TRUSTED_PROXIES } = getSettings();
  return {
    host: HOST,
    port: CMS_PORT,
    url: CMS_URL ?? '',
    app: { keys: APP_KEYS },
    dirs: { public: path.join(DATA_DIR, 'public') },
    // Whoever asks can write anything into X-Forwarded-For; what our own proxies add stands at its end.
    proxy: { koa: TRUSTED_PROXIES > 0, maxIpsCount: TRUSTED_PROXIES },
    logger: { updates: { enabled: false }, startup: { enabled: false } },
    transfer: { remote: { enabled: false } },
  };
};
