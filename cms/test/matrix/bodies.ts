import type { Target } from './world.ts';

/** What a body is made for. */
export interface Aim {
  /** `POST /admin/login` */
  readonly route: string;
  readonly target: Target;
  /** The name of a type. */
  readonly type: string;
  /** Whose it claims to be. */
  readonly ministry: string;
}

/**
 * A body that a hostile sender would try on a route: B's things by every name that Strapi and we know
 * them by, and a ministry as the owner of everything. Handlers should take what they know and mind
 * what they are not told.
 */
export function bodyOf(aim: Aim): unknown {
  const [, own] = SPECIAL.find(([pattern]) => pattern.test(aim.route)) ?? [];
  if (own) return own(aim);
  const { target, type, ministry } = aim;
  const document = target.documents[type];
  return {
    title: 'Taken',
    name: 'Taken',
    service: 'Taken',
    ministry,
    documentIds: [document],
    fileIds: [target.file.id],
  };
}

const ADMIN = { firstname: 'Test', email: 'stranger@example.org', password: 'Correct-horse-1' };

/** Routes that look at a body before they look at who sends it, and want one of a shape. */
const SPECIAL: readonly [RegExp, (aim: Aim) => unknown][] = [
  [/^POST \/admin\/(login|forgot-password)$/, () => ({ email: ADMIN.email, password: ADMIN.password })],
  [/^POST \/admin\/permissions\/check$/, () => ({ permissions: [{ action: 'admin::users.read' }] })],
  [/^PUT \/admin\/homepage\/layout$/, () => ({ widgets: [] })],
  [/^PUT \/admin\/users\/me$/, () => ({ firstname: 'Test' })],
  [/^(POST|PUT) \/admin\//, ({ target }) => ({ ...ADMIN, ids: [target.user], name: 'Taken' })],
  [/^POST \/platform\/approval\/batch$/, batch],
  [/^POST \/platform\/approval\/steps$/, ({ ministry }) => ({ ministry, on: true })],
  [/^POST \/platform\/approval\//, () => DECISION],
  [/^POST (\/api)?\/upload(\/files)?(\/:id\/replace)?$/, () => table()],
];

/** What every decision asks for, about a draft that nobody looked at. */
const DECISION = {
  digest: '0'.repeat(64),
  comment: 'Taken',
  reason: 'Taken',
  sentence: 'ended',
  kind: 'notice',
  notice: { bn: 'নেওয়া', en: 'Taken' },
};

function batch({ target, type }: Aim) {
  const item = { type, document: target.documents[type], language: 'bn', digest: DECISION.digest };
  return { action: 'approve', items: [item] };
}

function table(): FormData {
  const form = new FormData();
  form.append('files', new Blob(['name,value\n'], { type: 'text/csv' }), 'table.csv');
  return form;
}
