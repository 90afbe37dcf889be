import { Page, type StrapiApp, useAuth } from '@strapi/strapi/admin';
import { Outlet } from 'react-router-dom';

/**
 * Shows a page of the panel only once it is known what its reader may do. Strapi's layout does not wait for
 * that, and on a page that was opened by its address everything that looks once then stayed as for somebody
 * who may nothing: the buttons of the media library were missing, and an entry's form gave way to "no
 * permissions" (in 5.54.0 `layouts/AuthenticatedLayout` and `hooks/useRBAC` of @strapi/admin, `layout` of
 * @strapi/content-manager). To be called when all routes are there, for Strapi looks for its settings among
 * the topmost.
 */
export function awaitPermissions(router: StrapiApp['router']): void {
  router.addRoute((pages) => [{ Component: PermittedPage, children: pages }]);
}

function PermittedPage() {
  const unknown = useAuth('PermittedPage', ({ isLoading }) => isLoading);
  return unknown ? <Page.Loading /> : <Outlet />;
}
