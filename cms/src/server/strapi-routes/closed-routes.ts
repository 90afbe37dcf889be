/**
 * Parts of Strapi that are closed whole, by the beginning of their addresses, with the reason. Their routes
 * are never mounted, the permissions for them do not exist, so that the panel shows no page of them, and
 * what an earlier database holds of them goes at the start (`remove-leftovers.ts`).
 */
export const CLOSED_PARTS: Readonly<Record<string, string>> = {
  '/admin/webhooks': 'send whole drafts to any address, also inside the network',
  '/admin/api-tokens': 'open content past the boundary; ministries’ feeds get routes of their own',
  '/admin/admin-tokens': 'as powerful as their owner, without a second factor (CVE-2026-108114)',
  '/admin/content-api': 'only serves the pages of the tokens',
  '/admin/transfer': 'copies the whole database out, or another one in',
  '/admin/project-settings': 'puts pictures on the sign-in page without a record',
  '/admin/plugins': 'lists what is installed; the shop’s page alone asks for it',
  '/admin/telemetry-properties': 'statistics for Strapi',
  '/admin/guided-tour-meta': 'a tour for developers',
  '/admin/license-trial-time-left': 'asks Strapi’s shop',
  '/admin/ai-': 'sends content to a service of Strapi’s',
  '/content-type-builder': 'content types are code here',
  '/api/content-type-builder': 'tells what the content types are made of',
  '/email': 'sends mail to anybody and shows how mail is sent',
  '/api/email': 'sends mail to anybody',
  '/upload/settings': 'changes what happens to pictures, for everybody, without a record',
  '/upload/actions/generate-ai-metadata': 'sends pictures to a service of Strapi’s',
  '/upload/ai-metadata-jobs': 'sends pictures to a service of Strapi’s',
  '/api/upload': 'files come in through the admin alone',
  '/i18n/iso-locales': 'there are two languages, and these are code',
  '/i18n/ai-localization-jobs': 'sends drafts to a service of Strapi’s',
  '/api/i18n': 'there are two languages, and these are code',
};

/** What those parts are called among the permissions of roles. */
const CLOSED_ACTIONS =
  /^(?:admin::(?:webhooks|api-tokens|admin-tokens|transfer|project-settings|marketplace)\.|plugin::(?:content-type-builder|email)\.|plugin::upload\.settings\.|plugin::i18n\.locale\.(?:create|update|delete)$)/;

/** Whether an address, or that of a route, is in one of the parts. */
export function isClosed(address: string): boolean {
  return Object.keys(CLOSED_PARTS).some(
    (part) =>
      address.startsWith(part) && (part.endsWith('-') || /^(?:\/|$)/.test(address.slice(part.length))),
  );
}

/** Whether a permission, `admin::webhooks.read`, is for one of them. */
export function isClosedAction(action: string): boolean {
  return CLOSED_ACTIONS.test(action);
}
