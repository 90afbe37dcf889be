import { mailProvider } from '../src/mail';
import { getSettings } from '../src/settings';

export default () => ({
  i18n: { config: { defaultLocale: 'bn' } },
  email: { config: mailProvider(getSettings()) },
  upload: {
    config: {
      sizeLimit: 25 * 1024 * 1024,
      // The site makes its own sizes; Strapi's would only be stored and never served.
      breakpoints: {},
      security: {
        allowedTypes: [
          'image/jpeg',
          'image/png',
          'image/webp',
          'image/avif',
          'application/pdf',
          'text/csv',
          'application/vnd.openxmlformats-officedocument.*',
          'application/vnd.oasis.opendocument.*',
        ],
      },
    },
  },
});
