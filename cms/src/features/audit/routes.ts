import { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { currentActor } from '../../kernel/actor';
import { today } from '../access';
import type { Row } from './chain';
import { BYTE_ORDER_MARK, csvLine } from './csv';
import { HEAD, recordEvent, toStored } from './record';
import { eventsToExport, searchEvents } from './search';

const COLUMNS = [
  'position',
  'at',
  'action',
  'actorKind',
  'actorId',
  'actorName',
  'actorMinistries',
  'type',
  'document',
  'language',
  'ministry',
  'title',
  'details',
  'format',
  'salt',
  'payload',
  'previous',
  'hash',
] as const satisfies (keyof Row | 'actorMinistries')[];

/** Routes of the audit record, for moderators and super admins. */
export function auditRoutes(strapi: Core.Strapi) {
  const route = (path: string, action: (ctx: Context) => Promise<unknown>) => ({
    method: 'GET',
    path,
    handler: async (ctx: Context) => {
      const { kind } = currentActor(strapi);
      if (kind !== 'moderator' && kind !== 'super-admin') {
        throw new errors.PolicyError('You may not do this.');
      }
      ctx.body = await action(ctx);
    },
    config: { policies: ['admin::isAuthenticatedAdmin'] },
    info: { pluginName: 'admin' },
  });
  return {
    type: 'admin',
    prefix: '/platform/audit',
    routes: [
      route('/', ({ query }) => searchEvents(strapi, query)),
      route('/export', (ctx) => exportEvents(strapi, ctx)),
    ],
  };
}

/** Lets the admin show the record in its menu to those who may read it; see server/permissions/roles.ts. */
export async function registerAuditPermission(strapi: Core.Strapi): Promise<void> {
  await strapi.service('admin::permission').actionProvider.register({
    section: 'settings',
    category: 'audit',
    displayName: 'Read the audit record',
    uid: 'audit.read',
  });
}

/** The export as a CSV file; that it was made is recorded too. */
async function exportEvents(strapi: Core.Strapi, ctx: Context): Promise<Readable> {
  const head = await strapi.db.query(HEAD).findOne({});
  const rows = eventsToExport(strapi, ctx.query, head?.count ?? 0);
  const filters = Object.fromEntries(Object.entries(ctx.query).filter(([, value]) => value !== ''));
  await recordEvent(strapi, { action: 'audit.exported', actor: currentActor(strapi), details: { filters } });
  ctx.type = 'text/csv; charset=utf-8';
  ctx.attachment(`audit-${today()}.csv`);
  const lines = Readable.from(csv(rows));
  lines.on('error', (error) => strapi.log.error(`The audit export broke off: ${error.message}`));
  return lines;
}

async function* csv(rows: AsyncIterable<Row & { readonly id: number }>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS);
  for await (const row of rows) {
    const cells = { ...row, actorMinistries: toStored(row).actorMinistries.join(' ') };
    yield csvLine(COLUMNS.map((name) => cells[name]));
  }
}
