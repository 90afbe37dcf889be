import type { Context, Next } from 'koa';
import { usesHttps } from '../kernel/settings';

/** Strapi's cookie that renews a session; its name cannot be set (admin/…/session-auth.js). */
const REFRESH = 'strapi_admin_refresh';

/**
 * Where people reach the CMS by HTTPS, has every cookie go by HTTPS alone, and the one that renews a session
 * begin with `__Host-`: browsers then take it from this host alone, so that no sibling host can plant one
 * (RFC 6265bis, 4.1.3.2).
 */
export default () => {
  if (!usesHttps()) return (_ctx: Context, next: Next) => next();
  const nameOf = (name: string) => (name === REFRESH ? `__Host-${name}` : name);
  return async (ctx: Context, next: Next): Promise<void> => {
    const { cookies } = ctx;
    // What people use is HTTPS, whatever the last step is.
    cookies.secure = true;
    const [get, set] = [cookies.get.bind(cookies), cookies.set.bind(cookies)];
    cookies.get = (name, options) => get(nameOf(name), options);
    cookies.set = (name, value, options) => {
      const secure = { ...options, secure: true };
      if (name !== REFRESH) return set(name, value, secure);
      const { domain: _, ...rest } = secure;
      return set(nameOf(name), value, { ...rest, path: '/' });
    };
    await next();
  };
};
