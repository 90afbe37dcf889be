import type { Core } from '@strapi/strapi';
import type { Locale } from 'content-types';
import type { Reader } from '../../access';
import { type ApprovalContext, type Notice, titleOf } from '../../documents';
import type { ProposalKind } from '../api';
import { readLanguage } from '../context';
import { judge, knownType, openContext, rulesFor, togetherWith } from '../decide';
import { refused } from '../messages';
import { subjectDigest } from './digest';
import { emitProposed } from './emit-proposal';
import { lapseOf } from './facts';
import { authorsIn, personTo, seconds } from './people';
import { mayPropose } from './rules';
import { keepProposal, openProposals } from './store';

/** What a person asks a second one for. */
export interface Wish {
  readonly kind: ProposalKind;
  readonly type: string;
  readonly document: string;
  readonly language?: Locale | undefined;
  /** The digest of the draft that they looked at, for an override. */
  readonly digest?: string | undefined;
  /** The digests of the languages that go live together with it. */
  readonly also?: Partial<Record<Locale, string>> | undefined;
  readonly reason?: string | undefined;
  readonly notice?: Notice | undefined;
  readonly publishAt?: Date | undefined;
}

/**
 * Keeps what one person asks for until a second one confirms it: nothing else happens. The row, the audit
 * event and the e-mails to those who can confirm it are one transaction.
 * @param anyway keeps it also where nobody could confirm it today
 * @throws PolicyError, ValidationError or NotFoundError with the refusal's code in its details
 */
export async function propose(
  strapi: Core.Strapi,
  reader: Reader,
  wish: Wish,
  { anyway = false }: { anyway?: boolean } = {},
): Promise<void> {
  const type = knownType(wish.type);
  const { kind, language = null } = wish;
  await strapi.db.transaction(async ({ trx }) => {
    const entry = await openContext(strapi, reader, type, wish.document, trx);
    const { actor } = reader;
    const authors = authorsIn(entry);
    const digest = subjectDigest(kind, entry, language);
    const able = await seconds(strapi, kind, authors, actor.userId);
    const refusal = mayPropose(kind, personTo(actor, authors), {
      possible: digest !== undefined,
      waits: await isWaiting(strapi, entry, kind, language),
      somebodyElse: anyway || able.length > 0,
      lapsed: null,
    });
    if (refusal) throw refused(refusal);
    if (kind === 'override') await checkOverride(strapi, reader, entry, wish);
    const { notice, publishAt, reason = null } = wish;
    const proposal = await keepProposal(strapi, {
      kind,
      type: type.name,
      document: wish.document,
      language,
      ministry: entry.ministry,
      title: titleIn(entry, language),
      payload: { ...(notice && { notice }), ...(publishAt && { publishAt: publishAt.toISOString() }) },
      reason,
      digest: digest ?? '',
      proposedBy: actor.userId,
    });
    await emitProposed(strapi, actor, proposal, able);
  });
}

/** Whether the same waits already; what has lapsed is no hindrance. */
async function isWaiting(
  strapi: Core.Strapi,
  entry: ApprovalContext,
  kind: ProposalKind,
  language: Locale | null,
): Promise<boolean> {
  for (const known of await openProposals(strapi, { document: entry.document, kind })) {
    if (known.language === language && (await lapseOf(strapi, known, entry)) === null) return true;
  }
  return false;
}

/** @throws PolicyError or ValidationError unless being an author is all that stands against approving it */
async function checkOverride(
  strapi: Core.Strapi,
  reader: Reader,
  entry: ApprovalContext,
  { language = 'bn', type, document, digest, also, publishAt }: Wish,
): Promise<void> {
  const { who } = await rulesFor(strapi, reader, entry, readLanguage(entry, language));
  if (!who.author) throw refused('approve-instead');
  const override = { reason: '', by: reader.actor.userId };
  const decision = {
    action: 'approve',
    type,
    document,
    language,
    digest,
    also,
    publishAt,
    override,
  } as const;
  await judge(strapi, reader, entry, decision);
  for (const other of togetherWith(entry, decision)) await judge(strapi, reader, entry, other, language);
}

function titleIn({ type, languages }: ApprovalContext, language: Locale | null): string {
  const all = language ? [languages.get(language)] : [...languages.values()];
  const [versions] = all;
  return titleOf(type, versions?.live ?? versions?.draft) ?? '';
}
