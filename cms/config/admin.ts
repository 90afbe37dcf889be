import { forgottenPassword } from '../src/mail/forgotten-password';
import { getSettings } from '../src/settings';

export default () => {
  const { ADMIN_JWT_SECRET, API_TOKEN_SALT, TRANSFER_TOKEN_SALT, ENCRYPTION_KEY, CMS_URL } = getSettings();
  return {
    // In seconds. Sessions that ended are found out at each request; this is the second barrier.
    auth: {
      secret: ADMIN_JWT_SECRET,
      sessions: { accessTokenLifespan: 10 * 60 },
      // Sent with the panel's own requests only; by HTTPS alone where people use that.
      cookie: { sameSite: 'strict', secure: CMS_URL?.startsWith('https:') === true },
    },
    // src/sign-in/limits.ts counts in the database instead, by account and by address.
    rateLimit: { enabled: false },
    apiToken: { salt: API_TOKEN_SALT },
    transfer: { token: { salt: TRANSFER_TOKEN_SALT } },
    secrets: { encryptionKey: ENCRYPTION_KEY },
    forgotPassword: forgottenPassword,
    preview: { enabled: false },
    flags: { nps: false, promoteEE: false },
  };
};
