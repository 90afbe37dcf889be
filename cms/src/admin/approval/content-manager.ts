import type { StrapiApp } from '@strapi/strapi/admin';
import { ApprovalPanel } from './ApprovalPanel';
import { bulkActions } from './bulk-actions';

/** A component that answers what a button or panel holds; Strapi's own say of which type they are. */
type Described = ((props: never) => object | null) & { readonly type?: string };
type Change = (known: Described[]) => Described[];

/** What the content manager offers to others. */
interface ContentManager {
  readonly apis: {
    addDocumentAction(change: Change): void;
    addBulkAction(change: Change): void;
    addEditViewSidePanel(panels: (typeof ApprovalPanel)[]): void;
  };
}

/**
 * What stays of Strapi's own actions on a document: writing, copying, deleting. Publishing and
 * unpublishing, also in several languages at once, is the approval's; deleting one language's version is
 * closed (server/strapi-routes/narrow-routes.ts); and the model is code, not something to edit.
 */
const KEPT_ACTIONS = ['update', 'discard', 'edit', 'clone', 'delete'];
const KEPT_BULK_ACTIONS = ['delete'];

const keep = (types: readonly string[], known: Described[]) =>
  known.filter(({ type }) => type !== undefined && types.includes(type));

/** Moves “Discard changes” from a red button under “Save” into the menu of rare actions. */
function lessProminent(action: Described): Described {
  if (action.type !== 'discard') return action;
  const place = { position: ['header', 'table-row'] };
  const moved = (props: never) => {
    const description = action(props);
    return description && { ...description, ...place };
  };
  return Object.assign(moved, { type: action.type, ...place });
}

/** Puts the approval in the place of Strapi's Publish and Unpublish. */
export function putApprovalInPlace(app: Pick<StrapiApp, 'getPlugin'>): void {
  const { apis } = app.getPlugin('content-manager') as unknown as ContentManager;
  apis.addDocumentAction((known) => keep(KEPT_ACTIONS, known).map(lessProminent));
  apis.addBulkAction((known) => [...bulkActions, ...keep(KEPT_BULK_ACTIONS, known)]);
  apis.addEditViewSidePanel([ApprovalPanel]);
}
