import { Secret, TOTP } from 'otpauth';
import { expect, it } from 'vitest';
import { enrolmentUri, newRecoveryCodes, newSecret, recoveryHash, stepOf } from './codes';

/** The secret and times of RFC 6238, appendix B, in the last six of its eight digits. */
const SECRET = Secret.fromUTF8('12345678901234567890').base32;

it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
])('knows the code of second %i, as RFC 6238 says', (seconds, code) => {
  expect(stepOf(SECRET, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
});

it('takes the code of the step before and after, and no other', () => {
  const now = 1_234_567_890_000;
  const code = (steps: number) => new TOTP({ secret: SECRET }).generate({ timestamp: now + steps * 30_000 });
  const step = Math.floor(now / 30_000);
  expect(stepOf(SECRET, code(-1), now)).toBe(step - 1);
  expect(stepOf(SECRET, code(1), now)).toBe(step + 1);
  expect(stepOf(SECRET, code(-2), now)).toBeUndefined();
  expect(stepOf(SECRET, code(2), now)).toBeUndefined();
});

it('takes nothing but six digits', () => {
  for (const wrong of ['', '28708', '2870821', 'abcdef', ' 287082']) {
    expect(stepOf(SECRET, wrong, 59_000)).toBeUndefined();
  }
});

it('names the platform and the account in the app', () => {
  const uri = enrolmentUri(newSecret(), 'Social Protection', 'moderator@example.org');
  expect(uri).toMatch(
    /^otpauth:\/\/totp\/Social%20Protection:moderator%40example\.org\?issuer=Social%20Protection&secret=[A-Z2-7]{32}/,
  );
});

it('makes ten different recovery codes, which may be typed in any manner', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/);
  const [code = ''] = codes;
  expect(recoveryHash(code.toLowerCase().replaceAll('-', ' '))).toBe(recoveryHash(code));
});
