import { getSettings, usesHttps } from '../src/kernel/settings';

export default () => {
  const { CMS_ALLOWED_ORIGINS } = getSettings();
  return [
    // Instead of strapi::logger, which writes tokens into the log.
    'global::requests',
    'global::caching',
    'strapi::errors',
    // The admin panel is some megabytes, and offices have poor lines too.
    'global::accept-encoding',
    'strapi::compression',
    {
      name: 'strapi::security',
      config: {
        // Said by global::policies, as strictly as each answer can bear.
        contentSecurityPolicy: false,
        crossOriginOpenerPolicy: { policy: 'same-origin' },
        crossOriginResourcePolicy: { policy: 'same-origin' },
        originAgentCluster: true,
        referrerPolicy: { policy: 'same-origin' },
        // Two years, as the public site says too.
        hsts: usesHttps() && { maxAge: 63_072_000, includeSubDomains: false },
        frameguard: { action: 'deny' },
      },
    },
    'global::policies',
    'global::origins',
    'global::well-formed',
    'global::health',
    {
      name: 'strapi::cors',
      // A browser never sends its cookies along.
      config: { origin: CMS_ALLOWED_ORIGINS, credentials: false, maxAge: 600 },
    },
    'strapi::query',
    'global::request-bodies',
    // Multipart bodies are read by the routes that take files in (src/features/uploads/receive.ts), after who may.
    {
      name: 'strapi::body',
      config: { multipart: false, urlencoded: false, text: false, jsonLimit: '1mb' },
    },
    'global::body-depth',
    'global::host-cookies',
    { name: 'strapi::favicon', config: { path: 'favicon.png' } },
    // Before Strapi's own static routes, which serve every upload to everyone.
    'global::signed-uploads',
    'strapi::public',
  ];
};
