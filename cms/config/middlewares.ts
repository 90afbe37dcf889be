export default [
  'strapi::logger',
  'strapi::errors',
  // The admin panel is some megabytes, and offices have poor lines too.
  'strapi::compression',
  'strapi::security',
  'strapi::cors',
  'strapi::poweredBy',
  'strapi::query',
  'strapi::body',
  'strapi::session',
  { name: 'strapi::favicon', config: { path: 'favicon.png' } },
  // Before Strapi's own static routes, which serve every upload to everyone.
  'global::signed-uploads',
  'strapi::public',
];
