import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { show } from '../../testing/render';
import { bn } from '../../translations/bn';
import { ActionDialog } from './ActionDialog';

let closed = 0;
beforeEach(() => {
  closed = 0;
});

function open(run: () => Promise<unknown>, ready = true, locale: 'en' | 'bn' = 'en') {
  return show(
    <ActionDialog
      title="Return"
      what="It goes back to its editor."
      confirm="Return it"
      done="Returned."
      ready={ready}
      run={run}
      onClose={() => {
        closed += 1;
      }}
    />,
    locale,
  );
}
const refusal = () => within(screen.getByRole('dialog')).findByRole('alert');
const confirm = () => screen.getByRole('button', { name: 'Return it' });

it('says once that it is done, and closes', async () => {
  let runs = 0;
  open(async () => {
    runs += 1;
  });
  await userEvent.click(confirm());
  expect(await screen.findByText('Returned.')).toBeDefined();
  expect([runs, closed]).toEqual([1, 1]);
});

it('stays open with what the server refused, in the reader’s words, and can be tried again', async () => {
  const refusals = [
    { status: 409, message: 'Somebody else', details: { code: 'platform.approval.refused.time-passed' } },
    {},
  ];
  const run = async () => {
    const next = refusals.shift();
    if (next) throw next;
  };
  open(run, true, 'bn');
  await userEvent.click(confirm());
  const first = (await refusal()).textContent;
  expect(first).toBe(bn['platform.approval.refused.time-passed']);
  await userEvent.click(confirm());
  expect((await refusal()).textContent).not.toBe(first);
  expect(closed).toBe(0);
  await userEvent.click(confirm());
  await screen.findByText('Returned.');
  expect(closed).toBe(1);
});

it('runs once, however often it is pressed while it runs, and not before all is filled in', async () => {
  let runs = 0;
  let finish = () => {};
  const { unmount } = open(() => {
    runs += 1;
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  await userEvent.dblClick(confirm());
  expect(runs).toBe(1);
  finish();
  await screen.findByText('Returned.');
  unmount();
  open(async () => {
    runs += 1;
  }, false);
  await userEvent.click(confirm());
  expect(runs).toBe(1);
});
