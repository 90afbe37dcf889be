import { expect, it } from 'vitest';
import { translated } from './refusals';

const limited = {
  message: 'Too many attempts.',
  details: { code: 'platform.sign-in.limited', values: { minutes: 15 } },
};

it('says a refusal of ours in the admin’s language, numbers too', () => {
  expect(translated(limited, 'en').message).toContain('Wait 15 min');
  expect(translated(limited, 'bn').message).toContain('১৫ মিনিট অপেক্ষা'.normalize('NFC'));
});

it('says it at the field, too', () => {
  const details = {
    code: 'platform.sign-in.password-short',
    values: { least: 12 },
    errors: [{ path: ['password'], message: 'x' }],
  };
  expect(translated({ message: 'x', details }, 'bn').details.errors[0]?.message).toContain('১২');
});

it('leaves other refusals as they are', () => {
  for (const other of [{ message: 'x' }, { message: 'x', details: { code: 'another' } }]) {
    expect(translated(other, 'bn')).toBe(other);
  }
});
