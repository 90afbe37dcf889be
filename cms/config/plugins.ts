import { mailProvider } from '../src/features/mail/provider';
import { ALLOWED_TYPES } from '../src/features/uploads/kinds';
import { MAX_FILE } from '../src/features/uploads/multipart';
import { getSettings } from '../src/kernel/settings';

export default () => ({
  i18n: { config: { defaultLocale: 'bn' } },
  // src/features/accounts/limits.ts counts the mails for a new password.
  email: { config: { ...mailProvider(getSettings()), ratelimit: { enabled: false } } },
  upload: {
    config: {
      sizeLimit: MAX_FILE,
      // The site makes its own sizes; Strapi's would only be stored and never served.
      breakpoints: {},
      security: {
        allowedTypes: ALLOWED_TYPES,
      },
    },
  },
});
