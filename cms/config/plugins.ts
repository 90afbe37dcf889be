import { mailProvider } from '../src/mail/provider';
import { getSettings } from '../src/settings';
import { ALLOWED_TYPES } from '../src/uploads/content';

export default () => ({
  i18n: { config: { defaultLocale: 'bn' } },
  email: { config: mailProvider(getSettings()) },
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
