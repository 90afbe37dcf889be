import type { Context, Next } from 'koa';

/** Formatted text nests lists in lists; nothing that people write comes near this. */
const DEEPEST = 64;

/** Refuses JSON that is nested so deep that what walks through it, each level calling itself, would fail. */
export default () =>
  async (ctx: Context, next: Next): Promise<void> => {
    if (isDeeper((ctx.request as { body?: unknown }).body, DEEPEST)) {
      ctx.status = 400;
      const message = `The JSON is nested more than ${DEEPEST} levels deep.`;
      ctx.body = { data: null, error: { status: 400, name: 'ValidationError', message } };
      return;
    }
    await next();
  };

/** Level by level, without calling itself. */
function isDeeper(value: unknown, levels: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}
