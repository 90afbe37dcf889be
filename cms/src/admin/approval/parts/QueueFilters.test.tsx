import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { QueueEntry } from '../../../features/approval/api';
import { show } from '../../testing/render';
import { ALL, type QueueSelection } from '../queue';
import { QueueFilters } from './QueueFilters';

const entry = (ministry: string, ministryName: string, type: string) =>
  ({ ministry, ministryName, type }) as QueueEntry;
const entries = [
  entry('msw', 'Ministry of Social Welfare', 'programme'),
  entry('food', 'Ministry of Food', 'story'),
  entry('food', 'Ministry of Food', 'programme'),
];

async function offered(name: string): Promise<(string | null)[]> {
  await userEvent.click(screen.getByRole('combobox', { name }));
  return screen.getAllByRole('option').map((option) => option.textContent);
}

it('offers each ministry that has something in the queue once, by name, and all of them first', async () => {
  show(<QueueFilters entries={entries} filter={ALL} onChange={() => {}} />);
  expect(await offered('Ministry')).toEqual([
    'All ministries',
    'Ministry of Food',
    'Ministry of Social Welfare',
  ]);
});

it('changes what was chosen and leaves the rest of the filter as it is', async () => {
  let filter: QueueSelection = { ...ALL, ministry: 'food' };
  show(
    <QueueFilters
      entries={entries}
      filter={filter}
      onChange={(next) => {
        filter = next;
      }}
    />,
  );
  await offered('Language');
  await userEvent.click(screen.getByRole('option', { name: 'Bengali' }));
  expect(filter).toEqual({ ...ALL, ministry: 'food', language: 'bn' });
});
