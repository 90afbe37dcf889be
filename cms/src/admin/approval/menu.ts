import { Check } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { queueEn } from '../translations/queue.en';
import { QUEUE } from './addresses';

/** Puts the queue into the menu, and under it the pages on which entries are read and decided on. */
export function addApprovalPages(app: StrapiApp): void {
  app.addMenuLink({
    to: QUEUE.slice(1),
    icon: Check,
    intlLabel: { id: 'platform.queue.menu', defaultMessage: queueEn['platform.queue.menu'] },
    permissions: [],
    position: 1,
    Component: () => import('./pages'),
  });
}
