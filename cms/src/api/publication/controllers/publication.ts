import { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import {
  buildReport,
  currentRevision,
  exportLines,
  isBuilder,
  keepReport,
  openExported,
} from '../../../features/publication';

type Action = (ctx: Context) => Promise<void>;

/** Answers 401 to everyone but the builder. */
function forBuilder(action: Action): Action {
  return async (ctx) => {
    if (isBuilder(ctx.request.headers.authorization)) return action(ctx);
    ctx.status = 401;
    ctx.body = { error: 'The builder’s token is missing or wrong: see EXPORT_TOKEN.' };
  };
}

async function* ndjson(strapi: Core.Strapi, since: string | undefined): AsyncGenerator<string> {
  for await (const line of exportLines(strapi, since)) yield `${JSON.stringify(line)}\n`;
}

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  export: forBuilder(async (ctx) => {
    ctx.type = 'application/x-ndjson';
    const { since } = ctx.query;
    const lines = Readable.from(ndjson(strapi, typeof since === 'string' ? since : undefined));
    // An answer that breaks off has no `end` line, and the builder refuses it.
    lines.on('error', (error) => strapi.log.error(`The export broke off: ${error.message}`));
    ctx.body = lines;
  }),

  revision: forBuilder(async (ctx) => {
    ctx.body = { revision: await currentRevision(strapi) };
  }),

  file: forBuilder(async (ctx) => {
    const opened = await openExported(strapi, String(ctx.params.file));
    // What cannot be read is not there: an answer that breaks off would stop the builder.
    if (!opened) {
      ctx.status = 404;
      ctx.body = { error: 'Nothing that is live uses this file.' };
      return;
    }
    ctx.type = 'application/octet-stream';
    ctx.length = opened.size;
    ctx.body = opened.stream;
  }),

  report: forBuilder(async (ctx) => {
    const report = buildReport.safeParse((ctx.request as unknown as { body: unknown }).body);
    if (!report.success) {
      ctx.status = 400;
      ctx.body = {
        error: report.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
      };
      return;
    }
    await keepReport(strapi, report.data);
    ctx.status = 204;
  }),
});
