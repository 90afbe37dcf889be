import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { ContentType } from 'content-types';
import { currentActor } from '../../kernel/actor';
import { uidOf } from '../../kernel/content/references';
import { checkFiles } from './files';
import { type Scope, scopeOfUser } from './membership';
import { mayActOn } from './ownership';

/** The part of a document-service call that the boundary looks at. */
export interface DocumentCall {
  readonly action: string;
  readonly params: {
    documentId?: string;
    data?: Record<string, unknown>;
    filters?: unknown;
    [name: string]: unknown;
  };
}

const READS = ['findOne', 'findMany', 'findFirst', 'count'];
const DECISIONS = ['publish', 'unpublish'];

/**
 * The boundary between ministries, held in the document service so that no route goes around it:
 * an editor reads and writes what their ministries own, judged by the *stored* owner of the drafts in
 * every language, and decides nothing about what is live.
 * @throws PolicyError, whose message Strapi shows (a ForbiddenError's it hides); it tells nothing about
 * entries of others.
 */
export async function checkMinistryScope(
  strapi: Core.Strapi,
  type: ContentType,
  call: DocumentCall,
): Promise<void> {
  const actor = currentActor(strapi);
  if (actor.kind === 'system' || actor.kind === 'super-admin') return;
  if (actor.kind === 'none') return refuseAnonymous(strapi, type, call);
  if (actor.kind === 'schedule') return refuseToWrite(call);
  if (actor.kind === 'moderator') return;
  await checkEditor(strapi, type, call, actor.userId);
}

/** Without an actor nothing is written; reads are the content manager's and the export's own business. */
function refuseAnonymous(strapi: Core.Strapi, type: ContentType, { action }: DocumentCall): void {
  const state = strapi.requestContext.get()?.state;
  // Strapi looks whether a single type exists before it asks who saves it, and gives nobody what it finds.
  const notAskedYet = type.single === true && state?.auth === undefined;
  if (!READS.includes(action) || (state !== undefined && !notAskedYet)) throw forbidden();
}

/** The schedule publishes what was approved, and writes nothing else. */
function refuseToWrite({ action }: DocumentCall): void {
  if (action !== 'publish' && !READS.includes(action)) throw forbidden();
}

async function checkEditor(
  strapi: Core.Strapi,
  type: ContentType,
  call: DocumentCall,
  userId: number,
): Promise<void> {
  const { owner } = type;
  if (owner === undefined || DECISIONS.includes(call.action)) throw forbidden();
  const scope = await scopeOfUser(strapi, userId);
  const { params } = call;
  if (call.action === 'findMany' || call.action === 'findFirst' || call.action === 'count') {
    const own = { [owner]: { $in: [...scope.codes] } };
    params.filters = params.filters ? { $and: [params.filters, own] } : own;
    return;
  }
  if (params.documentId !== undefined) {
    if (!(await mayActOn(strapi, { kind: 'editor', userId }, type, params.documentId))) throw forbidden();
    if (call.action === 'delete') await refuseToDeleteLive(strapi, type, params.documentId);
  }
  if (call.action === 'create' || call.action === 'update' || call.action === 'clone') {
    params.data = ownedData(type, owner, call, scope);
    const { documentId, data } = params;
    await checkFiles(strapi, type, { documentId, data, scope: scope.codes });
  }
}

async function refuseToDeleteLive(strapi: Core.Strapi, type: ContentType, documentId: string): Promise<void> {
  const live = await strapi.db
    .query(uidOf(type))
    .count({ where: { documentId, publishedAt: { $notNull: true } } });
  if (live > 0) throw new errors.PolicyError('This is live; ask a moderator to take it off the site first.');
}

/** The data with its owner set: what the editor belongs to, or what they chose of what they may act for. */
function ownedData(
  type: ContentType,
  owner: string,
  call: DocumentCall,
  { own, codes }: Scope,
): Record<string, unknown> {
  const data = { ...call.params.data };
  if (type.name === 'ministry') {
    if (call.action !== 'update') throw forbidden();
    return data;
  }
  const [first, second] = own;
  const chosen = data[owner];
  if (first === undefined) throw forbidden();
  if (chosen !== undefined && chosen !== null && chosen !== '' && !codes.includes(String(chosen))) {
    throw new errors.PolicyError('You can only write for your own ministry.');
  }
  if (call.action === 'create' && !chosen) {
    if (second !== undefined) throw new errors.ValidationError(`${owner}: choose one of your ministries`);
    data[owner] = first;
  } else if (owner in data && !chosen) {
    delete data[owner];
  }
  return data;
}

function forbidden() {
  return new errors.PolicyError('You may not do this.');
}
