import type { Settings } from '../../kernel/settings';

/** Seconds that an access token counts at most; Strapi's panel renews it while somebody works there. */
const LONGEST_ACCESS = 10 * 60;
const SHORTEST_ACCESS = 10;

/**
 * The session limits in Strapi's words, in seconds. Strapi measures the idle time from the last renewal of
 * the access token, so that this token must live much shorter. “Remember me” keeps the session over the
 * browser's end, not beyond these limits.
 */
export function lifespans({
  SESSION_HOURS,
  SESSION_IDLE_MINUTES,
}: Pick<Settings, 'SESSION_HOURS' | 'SESSION_IDLE_MINUTES'>) {
  const longest = Math.round(SESSION_HOURS * 3600);
  const idle = Math.min(longest, Math.round(SESSION_IDLE_MINUTES * 60));
  return {
    accessTokenLifespan: Math.max(SHORTEST_ACCESS, Math.min(LONGEST_ACCESS, Math.floor(idle / 6))),
    maxRefreshTokenLifespan: longest,
    idleRefreshTokenLifespan: idle,
    maxSessionLifespan: longest,
    idleSessionLifespan: idle,
  };
}
