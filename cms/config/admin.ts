import { lifespans } from '../src/features/accounts/lifespans';
import { getSettings, usesHttps } from '../src/kernel/settings';

export default () => {
  const settings = getSettings();
  const { ADMIN_JWT_SECRET, API_TOKEN_SALT, TRANSFER_TOKEN_SALT, ENCRYPTION_KEY } = settings;
  return {
    auth: {
      secret: ADMIN_JWT_SECRET,
      sessions: lifespans(settings),
      // Sent with the panel's own requests only; by HTTPS alone where people use that.
      cookie: { sameSite: 'strict', secure: usesHttps() },
    },
    // src/features/accounts/limits.ts counts in the database instead, by account and by address.
    rateLimit: { enabled: false },
    apiToken: { salt: API_TOKEN_SALT },
    transfer: { token: { salt: TRANSFER_TOKEN_SALT } },
    secrets: { encryptionKey: ENCRYPTION_KEY },
    preview: { enabled: false },
    flags: { nps: false, promoteEE: false },
  };
};
