import { expect, it } from 'vitest';
import { passwordProblem } from './password';

const OWN = ['moderator@cabinet.example.org', 'Moderator', '(Cabinet Division)'];

it.each(['Ab1', 'Kx7#pQ2!vTz', 'নদী-নৌকা-1A'])(
  'refuses %s, which has fewer than 12 characters',
  (password) => {
    expect(passwordProblem(password)).toBe('short');
  },
);

it.each([
  'Password1234',
  'P@ssw0rd12345',
  'Qwertyuiop123',
  'Admin@123456',
  'Abcdefgh1234',
  'Bangladesh123',
  'Summer2026Summer',
  'aaaaaaaaaaaA1',
])('refuses %s, which is among the first to be guessed', (password) => {
  expect(passwordProblem(password)).toBe('common');
});

it.each(['Moderator@cabinet.example.org1', 'Cabinet-Division-2026', 'Moderator2026!'])(
  'refuses %s, made of the account’s own names',
  (password) => {
    expect(passwordProblem(password, OWN)).toBe('common');
  },
);

it.each(['Quiet-river-lantern-42', 'mim Kolom boi nodi 7', 'xK8pQ2vTz9Lm', 'নৌকা পাহাড় কলম ১২A'])(
  'takes %s',
  (password) => {
    expect(passwordProblem(password, OWN)).toBeUndefined();
  },
);
