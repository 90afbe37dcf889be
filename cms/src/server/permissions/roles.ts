import type { Core } from '@strapi/strapi';
import { allTypes, type ContentType, locales } from 'content-types';
import { recordPermissions } from '../../features/audit';
import { ROLES } from '../../kernel/roles';

/** Conditions that narrow an editor's permissions; see `conditions.ts`. */
export const OWN_MINISTRY_ENTRY = 'api::own-ministry-entry';
export const OWN_PORTFOLIO = 'api::own-portfolio';
export const OWN_MINISTRY_FILE = 'api::own-ministry-file';

/** Shows the audit record in the admin's menu. */
const AUDIT_READ = 'api::audit.read';
/** Shows the status page in the admin's menu. */
const STATUS_READ = 'api::status.read';

const EXPLORER = 'plugin::content-manager.explorer';
type Verb = 'create' | 'read' | 'update' | 'delete';

interface Permission {
  readonly action: string;
  readonly subject?: string;
  readonly properties?: { readonly fields?: readonly string[]; readonly locales?: readonly string[] };
  readonly conditions: readonly string[];
}

/** What editors may do with a type, each verb on their own ministry's entries only. */
function editorVerbs({ name, owner }: ContentType): Verb[] {
  if (owner === undefined) return [];
  // Which ministries exist is the moderators' business.
  return name === 'ministry' ? ['read', 'update'] : ['create', 'read', 'update', 'delete'];
}

function contentPermissions(
  strapi: Core.Strapi,
  type: ContentType,
  verbs: Verb[],
  conditions: string[],
): Permission[] {
  const { getNestedFields } = strapi.service('admin::content-type');
  const fields = getNestedFields(strapi.contentType(type.uid as never), { components: strapi.components });
  return verbs.map((verb) => ({
    action: `${EXPLORER}.${verb}`,
    subject: type.uid,
    properties: { locales, ...(verb !== 'delete' && { fields }) },
    conditions,
  }));
}

function fileActions(actions: readonly string[], conditions: string[]): Permission[] {
  return actions.map((action) => ({ action: `plugin::upload.${action}`, conditions }));
}

function editorPermissions(strapi: Core.Strapi): Permission[] {
  return [
    ...allTypes.flatMap((type) => {
      const condition = type.owner === 'code' ? OWN_PORTFOLIO : OWN_MINISTRY_ENTRY;
      return contentPermissions(strapi, type, editorVerbs(type), [condition]);
    }),
    // No `assets.update`: replacing a file that is live would change the site without an approval.
    ...fileActions(['read', 'assets.download'], [OWN_MINISTRY_FILE]),
    ...fileActions(['assets.create'], []),
  ];
}

function moderatorPermissions(strapi: Core.Strapi): Permission[] {
  // No `publish`: what goes live goes through the approval.
  const verbs: Verb[] = ['create', 'read', 'update', 'delete'];
  return [
    ...allTypes.flatMap((type) => contentPermissions(strapi, type, verbs, [])),
    ...fileActions(['read', 'assets.create', 'assets.download', 'assets.copy-link'], []),
    { action: AUDIT_READ, conditions: [] },
    { action: STATUS_READ, conditions: [] },
  ];
}

/**
 * Makes the two working roles and gives them exactly the permissions above, at every start, so that
 * the boundary is what the code says. Strapi's own sample roles go while nobody holds them.
 */
export async function setUpRoles(strapi: Core.Strapi): Promise<void> {
  const roles = strapi.service('admin::role');
  for (const code of ['strapi-editor', 'strapi-author']) {
    const sample = await roles.findOneWithUsersCount({ code });
    if (sample && sample.usersCount === 0) await roles.deleteByIds([sample.id]);
  }
  const wanted = [
    {
      code: ROLES.moderator,
      name: 'Moderator',
      description: 'Cabinet Division: reads everything and approves what goes live',
      permissions: moderatorPermissions(strapi),
    },
    {
      code: ROLES.editor,
      name: 'Editor',
      description: 'A ministry’s focal point: writes drafts of their own ministry; see Memberships',
      permissions: editorPermissions(strapi),
    },
  ];
  for (const { permissions, ...attributes } of wanted) {
    const { id } = (await roles.findOne({ code: attributes.code })) ?? (await roles.create(attributes));
    await recordPermissions(strapi, id, () => roles.assignPermissions(id, permissions));
  }
}
