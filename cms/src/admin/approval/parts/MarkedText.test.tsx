import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { show } from '../../testing/render';
import { MarkedText } from './MarkedText';

const LONG = 'word '.repeat(200);
const marked = (name: 'del' | 'ins') => document.querySelector(name)?.textContent;

it('marks what was taken out and put in, also for who only hears it', () => {
  show(<MarkedText before="৫০০ টাকা মাসে" after="৬০০ টাকা মাসে" language="bn" />);
  expect(marked('del')).toBe('removed: ৫০০ end of change.');
  expect(marked('ins')).toBe('added: ৬০০ end of change.');
  expect(document.querySelector('[lang=bn]')?.textContent).toContain('টাকা মাসে');
  expect(screen.queryByRole('button')).toBeNull();
});

it('says what it marks in the reader’s language', () => {
  show(<MarkedText before="one" after="two" language="en" />, 'bn');
  expect(marked('ins')).not.toContain('added');
});

it('leaves out most of what did not change, and shows all of it when asked', async () => {
  show(<MarkedText before={`${LONG}old`} after={`${LONG}new`} language="en" />);
  expect(document.body.textContent).toContain('[…]');
  await userEvent.click(screen.getByRole('button', { name: 'Show the whole text' }));
  expect(document.body.textContent).toContain(LONG);
  expect(document.body.textContent).not.toContain('[…]');
  expect(screen.queryByRole('button')).toBeNull();
});
