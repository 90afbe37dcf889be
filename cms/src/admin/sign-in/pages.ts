import { Shield } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { signInEn } from '../translations/sign-in.en';

/** Puts the page of the second factor into everyone's menu. */
export function addSecondFactorPage(app: StrapiApp): void {
  app.addMenuLink({
    to: 'second-factor',
    icon: Shield,
    intlLabel: { id: 'platform.factor.title', defaultMessage: signInEn['platform.factor.title'] },
    permissions: [],
    position: 11,
    Component: () => import('./SecondFactorPage'),
  });
}
