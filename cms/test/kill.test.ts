import { it } from 'vitest';
import { expectNothingLost } from './kill-found.ts';

it('a CMS killed at random moments has every acknowledged publish in its outbox, and none made up', () =>
  expectNothingLost({ publishes: 10, kills: 1 }));
