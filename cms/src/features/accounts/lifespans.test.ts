import { expect, it } from 'vitest';
import { lifespans } from './lifespans';

it('renews often enough for the idle limit to hold within a sixth of it, never for longer than ten minutes', () => {
  expect(lifespans({ SESSION_HOURS: 12, SESSION_IDLE_MINUTES: 30 })).toEqual({
    accessTokenLifespan: 300,
    maxRefreshTokenLifespan: 43_200,
    maxSessionLifespan: 43_200,
    idleRefreshTokenLifespan: 1800,
    idleSessionLifespan: 1800,
  });
  expect(lifespans({ SESSION_HOURS: 168, SESSION_IDLE_MINUTES: 1440 }).accessTokenLifespan).toBe(600);
  expect(lifespans({ SESSION_HOURS: 1, SESSION_IDLE_MINUTES: 90 }).idleSessionLifespan).toBe(3600);
});
