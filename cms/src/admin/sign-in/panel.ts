import type { StrapiApp } from '@strapi/strapi/admin';

/** What is read of the panel's own state; it is there once the panel is shown. */
interface PanelState {
  readonly admin_app?: { readonly language?: { readonly locale?: string } };
  readonly adminApi?: {
    readonly queries?: Readonly<Record<string, { readonly data?: { readonly email?: string } } | undefined>>;
  };
}

type App = Pick<StrapiApp, 'store'>;
const stateOf = ({ store }: App) => store?.getState() as PanelState | undefined;

/** The language that the panel is shown in. */
export function localeOf(app: App): string {
  const chosen = stateOf(app)?.admin_app?.language?.locale;
  return chosen ?? localStorage.getItem('strapi-admin-language') ?? document.documentElement.lang;
}

/** The address of whoever is signed in on this page; undefined where nobody is yet. */
export function emailOf(app: App): string | undefined {
  return stateOf(app)?.adminApi?.queries?.['getMe(undefined)']?.data?.email;
}
