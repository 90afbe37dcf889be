import { Monitor } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { publicationEn } from '../translations/publication.en';
import { LivePanel } from './LivePanel';

/** Puts the status page into the menu of those who may read it. */
export function addStatusPage(app: StrapiApp): void {
  app.addMenuLink({
    to: 'status',
    icon: Monitor,
    intlLabel: { id: 'platform.status.title', defaultMessage: publicationEn['platform.status.title'] },
    permissions: [{ action: 'api::status.read', subject: null }],
    position: 11,
    Component: () => import('./StatusPage'),
  });
}

/** What the content manager offers to others. */
interface ContentManager {
  readonly apis: { addEditViewSidePanel(panels: (typeof LivePanel)[]): void };
}

/** Shows beside an entry how it is doing on its way to the site. */
export function addLivePanel(app: Pick<StrapiApp, 'getPlugin'>): void {
  const { apis } = app.getPlugin('content-manager') as unknown as ContentManager;
  apis.addEditViewSidePanel([LivePanel]);
}
