import type { StrapiApp } from '@strapi/strapi/admin';

export default {
  config: { locales: ['bn'], tutorials: false, notifications: { releases: false } },
  register(_app: StrapiApp) {},
  bootstrap(_app: StrapiApp) {},
};
