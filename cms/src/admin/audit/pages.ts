import { Archive } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { auditEn } from '../translations/audit.en';

/** Puts the audit record into the menu of those who may read it. */
export function addAuditPage(app: StrapiApp): void {
  app.addMenuLink({
    to: 'audit',
    icon: Archive,
    intlLabel: { id: 'platform.audit.title', defaultMessage: auditEn['platform.audit.title'] },
    permissions: [{ action: 'api::audit.read', subject: null }],
    position: 10,
    Component: () => import('./AuditPage'),
  });
}
