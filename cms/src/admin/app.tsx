import { ChartPie, Check, Globe, Link as LinkIcon, Question } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { QUEUE } from './approval/addresses';
import { putApprovalInPlace } from './approval/content-manager';
import { addAuditPage } from './audit/pages';
import { keepTypedOnRefusal } from './keep-typed';
import logo from './logo.svg';
import { explainSignIn } from './sign-in/explain-sign-in';
import { addSecondFactorPage } from './sign-in/pages';
import { auditBn } from './translations/audit.bn';
import { auditEn } from './translations/audit.en';
import { bn } from './translations/bn';
import { en } from './translations/en';
import { modelLabels } from './translations/labels';
import { signInBn } from './translations/sign-in.bn';
import { signInEn } from './translations/sign-in.en';

const message = (id: keyof typeof en) => ({ id, defaultMessage: en[id] });

/** They count all ministries' entries, whoever looks; their routes are closed in access/strapi-routes.ts. */
const COUNTING_WIDGETS = ['chart-entries', 'key-statistics'];

export default {
  config: {
    auth: { logo },
    menu: { logo },
    locales: ['bn'],
    translations: {
      en: {
        ...modelLabels('en'),
        ...en,
        ...auditEn,
        ...signInEn,
        'Auth.form.welcome.title': 'Social Protection Platform',
        'Auth.form.welcome.subtitle': 'Sign in to write, review and publish',
      },
      bn: {
        ...modelLabels('bn'),
        ...bn,
        ...auditBn,
        ...signInBn,
        'Auth.form.welcome.title': 'সামাজিক সুরক্ষা প্ল্যাটফর্ম',
        'Auth.form.welcome.subtitle': 'লিখতে, যাচাই করতে ও প্রকাশ করতে সাইন ইন করুন',
      },
    },
    tutorials: false,
    notifications: { releases: false },
  },

  register(app: StrapiApp) {
    app.customFields.register([
      {
        name: 'reference',
        type: 'string',
        icon: LinkIcon,
        intlLabel: message('platform.reference.field'),
        intlDescription: message('platform.reference.description'),
        components: { Input: () => import('./components/ReferenceInput') as never },
      },
      {
        name: 'references',
        type: 'json',
        icon: LinkIcon,
        intlLabel: message('platform.reference.fields'),
        intlDescription: message('platform.reference.description'),
        components: { Input: () => import('./components/ReferencesInput') as never },
      },
    ]);
    addAuditPage(app);
    addSecondFactorPage(app);
    app.addMenuLink({
      to: QUEUE.slice(1),
      icon: Check,
      intlLabel: message('platform.queue.menu'),
      permissions: [],
      position: 1,
      Component: () => import('./approval/pages') as never,
    });
    app.addMenuLink({
      to: 'help',
      icon: Question,
      intlLabel: message('platform.help.menu'),
      permissions: [],
      position: 12,
      Component: () => import('./help/HelpPage') as never,
    });
    app.widgets.register((widgets) => [
      {
        id: 'approval',
        icon: Check as never,
        title: message('platform.approval.title'),
        link: { label: message('platform.queue.page'), href: QUEUE },
        component: async () => (await import('./approval/widgets/ApprovalWidget')).default,
      },
      {
        id: 'approval-numbers',
        icon: ChartPie as never,
        title: message('platform.numbers.title'),
        component: async () => (await import('./approval/widgets/NumbersWidget')).default,
      },
      {
        id: 'publication',
        icon: Globe as never,
        title: message('platform.publication.title'),
        component: async () => (await import('./components/PublicationWidget')).default,
      },
      ...widgets.filter(({ id }) => !COUNTING_WIDGETS.includes(id)),
    ]);
    // Strapi's advertisement of its media library, dismissed for everyone.
    window.localStorage.setItem('STRAPI_MEDIA_LIBRARY_BANNER_DISMISSED_FOR_false:false', 'true');
  },

  bootstrap(app: StrapiApp) {
    keepTypedOnRefusal();
    explainSignIn();
    putApprovalInPlace(app);
  },
};
