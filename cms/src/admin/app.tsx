import { ChartPie, Check, Globe, Link as LinkIcon } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { QUEUE } from './approval/addresses';
import { putApprovalInPlace } from './approval/content-manager';
import { addApprovalPages } from './approval/menu';
import { addAuditPage } from './audit/pages';
import { addHelpPage } from './help/menu';
import { keepTypedOnRefusal } from './keep-typed';
import logo from './logo.svg';
import { awaitPermissions } from './permitted-pages';
import { addLivePanel, addStatusPage } from './publication/in-place';
import { answerRefusals } from './sign-in/answer-refusals';
import { chooseLanguage } from './sign-in/choose-language';
import { giveToPage, openLink } from './sign-in/open-link';
import { addSecondFactorPage } from './sign-in/pages';
import { auditBn } from './translations/audit.bn';
import { auditEn } from './translations/audit.en';
import { bn } from './translations/bn';
import { en } from './translations/en';
import { modelLabels } from './translations/labels';
import { signInBn } from './translations/sign-in.bn';
import { signInEn } from './translations/sign-in.en';

const message = (id: keyof typeof en) => ({ id, defaultMessage: en[id] });

/** They count all ministries' entries, whoever looks; their routes are closed in server/strapi-routes/narrow-routes.ts. */
const COUNTING_WIDGETS = ['chart-entries', 'key-statistics'];

/** Strapi hands it out in `register` alone. */
let router: StrapiApp['router'];

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
    router = app.router;
    chooseLanguage();
    // Only here the whole panel is handed out, with its state.
    answerRefusals(app);
    giveToPage();
    void openLink(app);
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
    addApprovalPages(app);
    addAuditPage(app);
    addSecondFactorPage(app);
    addStatusPage(app);
    addHelpPage(app);
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
    putApprovalInPlace(app);
    addLivePanel(app);
    // After the plugins, of which some add their pages in their own bootstrap.
    awaitPermissions(router);
  },
};
