import { expect, it } from 'vitest';
import { reason } from './npm.mjs';

it.each([
  ['npm error code EAI_AGAIN', 'the network cannot be reached'],
  ['npm error network request to … failed, reason: connect ECONNREFUSED', 'the network cannot be reached'],
  ['npm error code ENOTCACHED', 'the network cannot be reached'],
  ['npm warn tar ENOSPC: no space left on device', 'The disk is full'],
  ['npm error code EACCES', 'correct their owner'],
  ['npm error something else', 'npm could not install the dependencies (1)'],
])('explains "%s"', (output, message) => {
  const line = reason(1, output, '/x/install.log');
  expect(line).toContain(message);
  expect(line).toContain('/x/install.log');
  expect(line).not.toContain('\n');
});

it('says that an install was stopped, whatever npm printed', () => {
  expect(reason('SIGINT', 'ECONNRESET', '/x/install.log')).toBe(
    'Stopped before the dependencies were installed.',
  );
});
