import type { TestCms } from '../cms.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

interface Layer {
  readonly methods: readonly string[];
  readonly path: unknown;
}

/** A route as the table names it, `GET /admin/users/:id`. */
export interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

/**
 * Every route that the running server answers, whoever registered it. Layers without methods are
 * middlewares; HEAD comes with GET.
 */
export function routesOf({ strapi }: TestCms): Route[] {
  const layers = strapi.server.listRoutes() as unknown as readonly Layer[];
  const routes = layers.flatMap(({ methods, path }) => {
    const known = METHODS.filter((method) => methods.includes(method));
    // A route that takes every method is asked once.
    const asked = known.length === METHODS.length ? ['GET'] : known;
    return asked.map((method) => ({ name: `${method} ${String(path)}`, method, path: String(path) }));
  });
  return [...new Map(routes.map((route) => [route.name, route])).values()];
}
