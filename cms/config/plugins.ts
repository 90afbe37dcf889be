import { mailProvider } from '../src/mail/provider';
import { getSettings } from '../src/settings';
import { ALLOWED_TYPES } from '../src/uploads/kinds';
import { MAX_FILE } from '../src/uploads/multipart';

export default () => ({
  i18n: { config: { defaultLocale: 'bn' } },
  // src/sign-in/limits.ts counts the mails for a new password.
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
