import type { Core } from '@strapi/strapi';

/**
 * Lets Strapi turn photos upright when it packs them anew: it takes away what says how the camera was held, and
 * is told by nobody else, since its own settings page is closed.
 */
export async function turnPhotosUpright(strapi: Core.Strapi): Promise<void> {
  const settings = strapi.store({ type: 'plugin', name: 'upload', key: 'settings' });
  const value = { ...((await settings.get({})) as object), autoOrientation: true };
  await settings.set({ value });
}
