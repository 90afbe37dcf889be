import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Proposal } from '../../features/approval/api';
import { show } from '../testing/render';
import { Proposals } from './Proposals';

const override: Proposal = {
  id: 7,
  kind: 'override',
  title: 'Old age allowance',
  language: 'en',
  reason: 'Nobody else is here.',
  notice: null,
  publishAt: null,
  proposedBy: null,
  proposedAt: '2026-11-28T06:00:00.000Z',
  expiresAt: '2026-12-12T06:00:00.000Z',
  somebody: true,
  actions: [
    { action: 'confirm', allowed: true },
    {
      action: 'decline',
      allowed: false,
      reason: { code: 'no-such-code', text: 'You asked for it yourself.' },
    },
  ],
};

const shown = (proposal: Partial<Proposal> = {}, unread = false, locale: 'en' | 'bn' = 'en') =>
  show(
    <Proposals type="programme" document="a" unread={unread} proposals={[{ ...override, ...proposal }]} />,
    locale,
  );
const button = (name: string) => screen.queryByRole('button', { name });

it('says what waits, why, and until when on the clock in Dhaka', () => {
  shown();
  expect(document.body.textContent).toMatch(/Override · English.*“Nobody else is here\.”/);
  expect(document.body.textContent).toMatch(/12:00/);
});

it('says beside what the reader may not do why not, and ties both together', () => {
  shown();
  const decline = button('Decline');
  expect(decline?.hasAttribute('disabled')).toBe(true);
  const why = document.getElementById(decline?.getAttribute('aria-describedby') ?? '');
  expect(why?.textContent).toBe('You asked for it yourself.');
  expect(button('Confirm')?.hasAttribute('disabled')).toBe(false);
});

it('lets nobody confirm an override whose version they have not read; other things they may', () => {
  const { unmount } = shown({}, true);
  expect(button('Confirm')).toBeNull();
  expect(button('Decline')).not.toBeNull();
  unmount();
  shown({ kind: 'notice-removal', language: null }, true);
  expect(button('Confirm')).not.toBeNull();
});

it('says so where nobody could confirm it, and who would have to be there', () => {
  const { unmount } = shown({ somebody: false });
  const first = document.body.textContent;
  unmount();
  shown({ somebody: false, kind: 'notice' });
  expect(first).toMatch(/super admin/);
  expect(document.body.textContent).not.toBe(first);
});

it('shows a wording that is to stand at the address in both languages, each marked as its own', () => {
  shown({ kind: 'notice', language: null, notice: { bn: 'ভুল ছিল।', en: 'It was wrong.' } }, false, 'bn');
  expect(document.querySelector('[lang=bn]')?.textContent).toBe('ভুল ছিল।');
  expect(document.querySelector('[lang=en]')?.textContent).toBe('It was wrong.');
});
