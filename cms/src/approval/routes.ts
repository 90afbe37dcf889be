import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { locales } from 'content-types';
import type { Context } from 'koa';
import { z } from 'zod';
import { currentActor } from '../access/actor';
import type { BatchItem, BatchResult, Message } from './api';
import { compare } from './compare';
import { type Decision, decide } from './decide';
import { historyOf } from './history';
import { refused } from './messages';
import { type Reader, readerOf } from './people';
import { numbersFor, queueFor } from './queue';
import { ministrySteps, switchStep } from './steps';
import { unpublish, withdraw } from './take-down';
import { entryApproval } from './view';

/** Longest texts that people add, in characters. */
const SHORT = 1000;
const LONG = 2000;
const BATCH = 100;

const language = z.enum(locales);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const words = (max: number) => z.string().trim().min(1).max(max);
const optionalWords = (max: number) => z.string().trim().max(max).optional();
const target = z.object({ type: z.string(), document: z.string() });

const BODIES = {
  submit: z.object({ digest, note: optionalWords(SHORT) }),
  'take-back': z.object({}),
  agree: z.object({ digest, comment: optionalWords(LONG) }),
  return: z.object({ digest, comment: words(LONG) }),
  approve: z.object({
    digest,
    publishAt: z.iso
      .datetime({ offset: true })
      .transform((iso) => new Date(iso))
      .optional(),
    override: z
      .object({ reason: words(SHORT) })
      .transform(({ reason }) => reason)
      .optional(),
  }),
  cancel: z.object({}),
} satisfies Record<Decision['action'], z.ZodType>;

const withdrawal = z.object({ notice: z.object({ bn: words(SHORT), en: words(SHORT) }) });
const unpublishing = z.object({ reason: words(SHORT), languages: z.array(language).min(1).optional() });
const batch = z.object({
  action: z.enum(['approve', 'return', 'agree']),
  comment: optionalWords(LONG),
  items: z.array(target.extend({ language, digest })).min(1).max(BATCH),
});
const filter = z.object({
  ministry: z.string().optional(),
  type: z.string().optional(),
  language: language.optional(),
  state: z.enum(['submitted', 'approved', 'returned']).default('submitted'),
  locale: language.default('bn'),
});
const named = z.object({ locale: language.default('bn') });
const step = z.object({ ministry: z.string(), on: z.boolean() });

/** @throws ValidationError naming what is wrong with what was sent */
function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new errors.ValidationError(problems.join('; '));
}

const bodyOf = (ctx: Context): unknown => (ctx.request as unknown as { body?: unknown }).body;

type Action = (reader: Reader, ctx: Context) => Promise<unknown>;

const ENTRY = '/approval/entries/:type/:document';

/** The approval's routes for the admin's own screens, below `/platform`. */
export function approvalRoutes(strapi: Core.Strapi) {
  const route = (method: 'GET' | 'POST', path: string, action: Action) => ({
    method,
    path,
    handler: async (ctx: Context) => {
      const actor = currentActor(strapi);
      if (!('userId' in actor)) throw refused('not-allowed');
      ctx.body = await action(await readerOf(strapi, actor), ctx);
    },
    config: { policies: ['admin::isAuthenticatedAdmin'] },
    info: { pluginName: 'admin' },
  });
  const view = (reader: Reader, { params }: Context) =>
    entryApproval(strapi, reader, params.type, params.document);
  const decision = (action: Decision['action']) =>
    route('POST', `${ENTRY}/:language/${action}`, async (reader, ctx) => {
      const where = parse(target.extend({ language }), ctx.params);
      await decide(strapi, reader, { action, ...where, ...parse<object>(BODIES[action], bodyOf(ctx)) });
      return view(reader, ctx);
    });
  return [
    route('GET', ENTRY, view),
    route('GET', `${ENTRY}/history`, async (reader, { params }) => ({
      events: await historyOf(strapi, reader, params.type, params.document),
    })),
    route('GET', `${ENTRY}/:language/changes`, (reader, { params, query }) =>
      compare(strapi, reader, parse(target.extend({ language }), params), parse(named, query).locale),
    ),
    ...(Object.keys(BODIES) as Decision['action'][]).map(decision),
    route('POST', `${ENTRY}/withdraw`, async (reader, ctx) => {
      const { notice } = parse(withdrawal, bodyOf(ctx));
      await withdraw(strapi, reader, parse(target, ctx.params), notice);
      return view(reader, ctx);
    }),
    route('POST', `${ENTRY}/unpublish`, async (reader, ctx) => {
      await unpublish(strapi, reader, parse(target, ctx.params), parse(unpublishing, bodyOf(ctx)));
      return view(reader, ctx);
    }),
    route('POST', '/approval/batch', async (reader, ctx) => ({
      results: await decideAll(strapi, reader, parse(batch, bodyOf(ctx))),
    })),
    route('GET', '/approval/queue', async (reader, { query }) => {
      const { locale, ...narrowed } = parse(filter, query);
      return { entries: await queueFor(strapi, reader, narrowed, locale) };
    }),
    route('GET', '/approval/numbers', (reader, { query }) =>
      numbersFor(strapi, reader, parse(named, query).locale),
    ),
    route('GET', '/approval/steps', async (reader, { query }) => ({
      steps: await ministrySteps(strapi, reader, parse(named, query).locale),
    })),
    route('POST', '/approval/steps', async (reader, ctx) => {
      await switchStep(strapi, reader, parse(step, bodyOf(ctx)));
      return { steps: await ministrySteps(strapi, reader, parse(named, ctx.query).locale) };
    }),
  ];
}

/** Decides about one after the other; each is done or refused by itself. */
async function decideAll(
  strapi: Core.Strapi,
  reader: Reader,
  { action, comment, items }: z.infer<typeof batch>,
): Promise<BatchResult[]> {
  if (action === 'return' && !comment) throw new errors.ValidationError('comment: say what to mend');
  const results: BatchResult[] = [];
  for (const item of items) results.push(await decideOne(strapi, reader, { action, comment, ...item }));
  return results;
}

async function decideOne(
  strapi: Core.Strapi,
  reader: Reader,
  { action, comment, ...item }: BatchItem & Pick<Decision, 'action' | 'comment'>,
): Promise<BatchResult> {
  try {
    await decide(strapi, reader, { action, comment, ...item });
    return { ...item, ok: true };
  } catch (error) {
    if (!(error instanceof errors.ApplicationError)) throw error;
    const { code, values } = error.details as Partial<Message>;
    return {
      ...item,
      ok: false,
      message: { code: code ?? '', text: error.message, ...(values && { values }) },
    };
  }
}
