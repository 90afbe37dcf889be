import { screen } from '@testing-library/react';
import { types } from 'content-types';
import { expect, it } from 'vitest';
import type { Problem } from '../../../features/approval/api';
import { show } from '../../testing/render';
import { Problems } from './Problems';

const missing: Problem = {
  code: 'platform.approval.problem.required',
  text: 'is missing',
  field: 'summary',
  blocking: true,
};
const advice: Problem = { code: 'no-such-code', text: 'The English of the server.', blocking: false };

it('says so where nothing is missing', () => {
  show(<Problems type="programme" problems={[]} />);
  expect(document.body.textContent).toContain('Nothing is missing.');
});

it('keeps what must be put right apart from what is only to be checked', () => {
  show(<Problems type="programme" problems={[advice, missing]} />);
  const [must, check] = screen.getAllByRole('list');
  expect(must?.textContent).toBe(`${types.programme.fields.summary.label.en}: is missing`);
  expect(check?.textContent).toBe(advice.text);
  expect(document.body.textContent).toMatch(/Must be put right:.*Please check:/);
});

it('shows no heading without anything under it, and names fields as the reader’s form does', () => {
  const { unmount } = show(<Problems type="programme" problems={[advice]} />);
  expect(screen.getAllByRole('list')).toHaveLength(1);
  unmount();
  show(<Problems type="programme" problems={[missing]} />, 'bn');
  expect(screen.getAllByRole('list')).toHaveLength(1);
  expect(screen.getByRole('listitem').textContent).toContain(types.programme.fields.summary.label.bn);
});
