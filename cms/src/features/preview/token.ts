import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { getSettings } from '../../kernel/settings';

/** Seconds that a preview stays open. */
const LIFETIME = 30 * 60;

/** A draft of one document in one language, and whose the document was when its address was made. */
const draft = z.strictObject({
  type: z.string(),
  document: z.string(),
  language: z.enum(['bn', 'en']),
  owners: z.array(z.string()),
});
/** A file as it was uploaded. */
const file = z.strictObject({ folder: z.literal('files'), file: z.string() });
/** A picture that was made for the page of a draft, on the instance of the CMS that made the page. */
const picture = z.strictObject({ folder: z.literal('media'), file: z.string(), of: draft });
/** What an address of a preview opens: a draft, or one file of it. */
const subject = z.union([draft, file, picture]);
export type PreviewSubject = z.infer<typeof subject>;
export type DraftSubject = z.infer<typeof draft>;

const payload = z.tuple([subject, z.int()]);

/** A token that opens one thing until it expires. */
export interface Ticket {
  readonly token: string;
  /** Seconds since 1970. */
  readonly expires: number;
}

function signature(body: string): string {
  return createHmac('sha256', getSettings().PREVIEW_SECRET).update(body).digest('base64url');
}

/** Signs a token. Nothing is stored: it opens what it names until then, on every instance of the CMS. */
export function ticketFor(what: PreviewSubject, expires = Math.floor(Date.now() / 1000) + LIFETIME): Ticket {
  const body = Buffer.from(JSON.stringify([what, expires])).toString('base64url');
  return { token: `${body}.${signature(body)}`, expires };
}

export type Opened = { readonly what: PreviewSubject; readonly expires: number } | 'forged' | 'expired';

/** What a token opens, if it was signed here and has not expired. */
export function openTicket(token: string, now = Date.now()): Opened {
  const [body = '', given = '', ...more] = token.split('.');
  const [wanted, signed] = [Buffer.from(signature(body)), Buffer.from(given)];
  const fits = more.length === 0 && wanted.length === signed.length && timingSafeEqual(wanted, signed);
  if (!fits) return 'forged';
  const checked = payload.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  // Signed by an earlier state of this code: it would soon have expired.
  if (!checked.success) return 'expired';
  const [what, expires] = checked.data;
  return expires * 1000 < now ? 'expired' : { what, expires };
}
