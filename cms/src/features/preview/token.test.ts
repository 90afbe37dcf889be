import { beforeEach, expect, it, vi } from 'vitest';
import { openTicket, ticketFor } from './token';

const draft = { type: 'story', document: 'abc', language: 'bn', owners: ['msw'] } as const;
const secrets = [
  'API_TOKEN_SALT',
  'ADMIN_JWT_SECRET',
  'TRANSFER_TOKEN_SALT',
  'ENCRYPTION_KEY',
  'EXPORT_TOKEN',
  'APP_KEYS',
  'UPLOAD_URL_SECRET',
  'PREVIEW_SECRET',
  'REBUILD_WEBHOOK_SECRET',
];

beforeEach(() => {
  for (const name of secrets) vi.stubEnv(name, 'x'.repeat(43));
});

it('opens what it was signed for, until it expires', () => {
  const { token, expires } = ticketFor(draft);
  expect(openTicket(token)).toEqual({ what: draft, expires });
  expect(openTicket(token, expires * 1000 + 1)).toBe('expired');
});

it('opens nothing when a single character of it differs', () => {
  const { token } = ticketFor(draft);
  for (const at of [0, 5, token.indexOf('.') - 1, token.indexOf('.') + 1, token.length - 2]) {
    const other = token[at] === 'A' ? 'B' : 'A';
    expect(openTicket(token.slice(0, at) + other + token.slice(at + 1))).toBe('forged');
  }
  for (const odd of ['', '.', 'a.b.c', token.split('.')[0] ?? '', `${token}x`, `${token}.more`]) {
    expect(openTicket(odd)).toBe('forged');
  }
});

it('takes no signature over to another document, language or time', () => {
  const [, signature] = ticketFor(draft).token.split('.');
  for (const other of [
    [{ ...draft, document: 'other' }, 9_999_999_999],
    [{ ...draft, language: 'en' }, 9_999_999_999],
    [draft, 9_999_999_999],
  ]) {
    const body = Buffer.from(JSON.stringify(other)).toString('base64url');
    expect(openTicket(`${body}.${signature}`)).toBe('forged');
  }
});
