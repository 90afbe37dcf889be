import { mailProvider } from '../src/mail/provider';
import { getSettings } from '../src/settings';
import { ALLOWED_TYPES } from '../src/uploads/content';

export default () => ({
  i18n: { config: { defaultLocale: 'bn' } },
  // src/sign-in/limits.ts counts the mails for a new password.
  email: { config: { ...mailProvider(getSettings()), ratelimit: { enabled: false } } },
  upload: {
    config: {
      sizeLimit: 25 * 1024 * 1024,
      // The site makes its own sizes; Strapi's would only be stored and never served.
      breakpoints: {},
      security: {
        allowedTypes: ALLOWED_TYPES,
      },
    },
  },
});
