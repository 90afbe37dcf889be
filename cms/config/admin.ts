import { forgottenPassword } from '../src/mail/forgotten-password';
import { getSettings } from '../src/settings';

export default () => {
  const { ADMIN_JWT_SECRET, API_TOKEN_SALT, TRANSFER_TOKEN_SALT, ENCRYPTION_KEY } = getSettings();
  return {
    auth: { secret: ADMIN_JWT_SECRET },
    apiToken: { salt: API_TOKEN_SALT },
    transfer: { token: { salt: TRANSFER_TOKEN_SALT } },
    secrets: { encryptionKey: ENCRYPTION_KEY },
    forgotPassword: forgottenPassword,
    preview: { enabled: false },
    flags: { nps: false, promoteEE: false },
  };
};
