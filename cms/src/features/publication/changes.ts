import type { Core } from '@strapi/strapi';
import { allTypes, type Fields, visitFields } from 'content-types';
import { targetOf } from '../../kernel/content/references';
import { changesAfter, changesByDocument, type OutboxChange } from './outbox';

/** Documents of which something was published or taken down, by `<type>/<document>`. */
export type ChangedDocuments = ReadonlyMap<string, { readonly type: string; readonly document: string }>;

/** With more rows than this since, all of the export is no more work. */
const MOST = 2000;

/** Names of the types that entries refer to: what they are called stands in the lines of others. */
const referredTo: ReadonlySet<string> = new Set(allTypes.flatMap(({ fields }) => targetsIn(fields)));

function targetsIn(fields: Fields): string[] {
  return [...visitFields(fields)].flatMap((field) => targetOf(field)?.name ?? []);
}

/**
 * What has changed since a state of the outbox. Undefined where that cannot be said document by
 * document: the state is not one of this outbox, too much has changed, or something that others refer to
 * has appeared, gone or got another name, so that their lines are different too.
 */
export async function changesSince(
  strapi: Core.Strapi,
  since: string,
): Promise<ChangedDocuments | undefined> {
  const rows = await changesAfter(strapi, since, MOST);
  if (!rows) return undefined;
  const changed = new Map(
    rows.map(({ type, document }) => [`${type}/${document}`, { type, document }] as const),
  );
  const [, newest = 0] = since.split('-').map(Number);
  const referred = [...changed.values()].filter(({ type }) => referredTo.has(type));
  const histories = await changesByDocument(
    strapi,
    referred.map(({ document }) => document),
  );
  for (const history of histories.values()) {
    const before = keyAfter(history.filter(({ id }) => id <= newest));
    if (before === undefined || before !== keyAfter(history)) return undefined;
  }
  return changed;
}

/** The slug or code that a document is live under after these changes, oldest first; undefined when it is not. */
function keyAfter(history: readonly OutboxChange[]): string | undefined {
  const live = new Map<string, OutboxChange>();
  for (const change of history) {
    live.delete(change.language);
    if (change.action === 'publish') live.set(change.language, change);
  }
  return [...live.values()].at(-1)?.key ?? undefined;
}
