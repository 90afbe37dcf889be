import { Question } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { en } from '../translations/en';

/** Puts the guide into the menu, after everything that people work with. */
export function addHelpPage(app: StrapiApp): void {
  app.addMenuLink({
    to: 'help',
    icon: Question,
    intlLabel: { id: 'platform.help.menu', defaultMessage: en['platform.help.menu'] },
    permissions: [],
    position: 12,
    Component: () => import('./HelpPage'),
  });
}
