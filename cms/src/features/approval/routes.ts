import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { locales } from 'content-types';
import type { Context } from 'koa';
import { z } from 'zod';
import { currentActor } from '../../kernel/actor';
import { type Reader, readerOf } from '../access';
import type { BatchItem, BatchResult, Language, Message, ProposalAction } from './api';
import { decide } from './decide';
import type { Decision } from './decision';
import { fixedNotices } from './isomorphic/fixed-notices';
import { refused } from './messages';
import { decideProposal } from './proposals/decide';
import { propose } from './proposals/propose';
import { waitingProposals } from './proposals/view';
import { compare } from './review/compare';
import { historyOf } from './review/history';
import { numbersFor, queueFor } from './review/queue';
import { entryApproval } from './review/view';
import { ministrySteps, switchStep } from './steps';
import { unpublish, withdraw } from './take-down';

/** Longest texts that people add, in characters. */
const SHORT = 1000;
const LONG = 2000;
const BATCH = 100;

const language = z.enum(locales);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const words = (max: number) => z.string().trim().min(1).max(max);
const optionalWords = (max: number) => z.string().trim().max(max).optional();
const moment = z.iso.datetime({ offset: true }).transform((iso) => new Date(iso));
const notice = z.object({ bn: words(SHORT), en: words(SHORT) });
const target = z.object({ type: z.string(), document: z.string() });

/** The digests of other languages' drafts that go together with the one that is decided on. */
const also = z.partialRecord(language, digest).optional();

const BODIES = {
  submit: z.object({ digest, also, note: optionalWords(SHORT) }),
  'take-back': z.object({}),
  agree: z.object({ digest, also, comment: optionalWords(LONG) }),
  return: z.object({ digest, also, comment: words(LONG) }),
  approve: z.object({
    digest,
    also,
    publishAt: moment.optional(),
  }),
  cancel: z.object({}),
} satisfies Record<Decision['action'], z.ZodType>;

const withdrawal = z.object({ sentence: z.enum(fixedNotices), wording: notice.optional() });
const wish = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('notice'), notice, reason: optionalWords(SHORT) }),
  z.object({ kind: z.literal('notice-removal'), reason: words(SHORT) }),
  z.object({
    kind: z.literal('override'),
    language,
    digest,
    also,
    reason: words(SHORT),
    publishAt: moment.optional(),
  }),
  z.object({ kind: z.literal('erase'), reason: words(SHORT) }),
]);
const proposal = target.extend({ id: z.coerce.number().int().positive().max(2_147_483_647) });
const PROPOSAL_BODIES = {
  confirm: z.object({ comment: optionalWords(SHORT), typed: optionalWords(SHORT) }),
  decline: z.object({ comment: words(SHORT) }),
  'take-back': z.object({}),
} satisfies Record<ProposalAction, z.ZodType>;
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
      const where = parse(target, ctx.params);
      const { sentence, wording } = parse(withdrawal, bodyOf(ctx));
      await strapi.db.transaction(async () => {
        await withdraw(strapi, reader, where, sentence);
        // The page is gone whether or not anybody can confirm other words today.
        if (wording)
          await propose(strapi, reader, { kind: 'notice', ...where, notice: wording }, { anyway: true });
      });
      return view(reader, ctx);
    }),
    route('POST', `${ENTRY}/proposals`, async (reader, ctx) => {
      await propose(strapi, reader, { ...parse(target, ctx.params), ...parse(wish, bodyOf(ctx)) });
      return view(reader, ctx);
    }),
    ...(Object.keys(PROPOSAL_BODIES) as ProposalAction[]).map((action) =>
      route('POST', `${ENTRY}/proposals/:id/${action}`, async (reader, ctx) => {
        const where = parse(proposal, ctx.params);
        const body = parse<object>(PROPOSAL_BODIES[action], bodyOf(ctx));
        await decideProposal(strapi, reader, { action, ...where, ...body });
        // Of what was erased there is nothing to show.
        return view(reader, ctx).catch((error) => {
          if (error instanceof errors.NotFoundError) return {};
          throw error;
        });
      }),
    ),
    route('GET', '/approval/proposals', async (reader, { query }) => ({
      proposals: await waitingProposals(strapi, reader, parse(named, query).locale),
    })),
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

/**
 * Decides about one after the other; each is done or refused by itself, but for languages of a document that
 * can only go live together and are both among them.
 */
async function decideAll(
  strapi: Core.Strapi,
  reader: Reader,
  { action, comment, items }: z.infer<typeof batch>,
): Promise<BatchResult[]> {
  if (action === 'return' && !comment) throw new errors.ValidationError('comment: say what to mend');
  const results: BatchResult[] = [];
  const done = new Set<string>();
  const nameOf = ({ type, document, language }: BatchItem) => `${type} ${document} ${language}`;
  for (const item of items) {
    const { type, document } = item;
    const others = items.filter((one) => one !== item && one.type === type && one.document === document);
    const also = Object.fromEntries(others.map((other) => [other.language, other.digest]));
    if (done.has(nameOf(item))) results.push({ ...item, ok: true });
    else {
      const { decided, ...result } = await decideOne(strapi, reader, { action, comment, ...item }, also);
      for (const language of decided) done.add(nameOf({ ...item, language }));
      results.push(result);
    }
  }
  return results;
}

async function decideOne(
  strapi: Core.Strapi,
  reader: Reader,
  { action, comment, ...item }: BatchItem & Pick<Decision, 'action' | 'comment'>,
  also: Decision['also'],
): Promise<BatchResult & { readonly decided: readonly Language[] }> {
  try {
    return { ...item, ok: true, decided: await decide(strapi, reader, { action, comment, also, ...item }) };
  } catch (error) {
    if (!(error instanceof errors.ApplicationError)) throw error;
    const { code, values } = error.details as Partial<Message>;
    const message = { code: code ?? '', text: error.message, ...(values && { values }) };
    return { ...item, ok: false, decided: [], message };
  }
}
