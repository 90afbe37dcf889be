import type { Core } from '@strapi/strapi';
import { isClosedAction } from '../strapi-routes/closed-routes';

/** A permission that roles can have, before it is registered. */
interface ActionAttributes {
  readonly uid: string;
  readonly pluginName?: string;
}

/**
 * Keeps the permissions for what is closed from coming into being: super admins have all that there are, and
 * the panel shows a page to whoever has its permission. To be called before Strapi and its plugins register
 * them.
 */
export function closePermissions(strapi: Core.Strapi): void {
  const { actionProvider } = strapi.service('admin::permission');
  const register = actionProvider.register.bind(actionProvider);
  actionProvider.register = async (action: ActionAttributes) => {
    const owner = action.pluginName === 'admin' ? 'admin' : `plugin::${action.pluginName}`;
    return isClosedAction(`${owner}${owner === 'admin' ? '::' : '.'}${action.uid}`)
      ? actionProvider
      : register(action);
  };
  // On a first start Strapi makes two tokens, one of which may everything; it makes none where there are some.
  Object.assign(strapi.service('admin::api-token-content-api'), { countAll: async () => 1 });
}
