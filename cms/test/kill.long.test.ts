import { it } from 'vitest';
import { expectNothingLost } from './kill-found.ts';

/** A short run of what `npm run bench -- kill` does with 500 publishes. */
it('a CMS killed at random moments has every acknowledged publish in its outbox, and none made up', () =>
  expectNothingLost({ publishes: 30, kills: 3 }));
