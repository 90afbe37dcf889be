import { Field, Radio, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { fromDhakaClock, toDhakaClock } from '../moments';
import { useTakeStepMutation } from '../service';
import { useWords } from '../words';
import { ActionDialog } from './ActionDialog';
import type { DialogProps } from './dialog';

/** Approves the version that was compared, to go live now or at a moment on the clock in Dhaka. */
export function ApproveDialog({ subject, digest, also, onClose }: DialogProps) {
  const { say, moment } = useWords();
  const [takeStep] = useTakeStepMutation();
  const [later, setLater] = useState(false);
  const [clock, setClock] = useState('');
  const publishAt = later ? fromDhakaClock(clock) : undefined;
  const tooEarly = later && publishAt !== undefined && Date.parse(publishAt) <= Date.now();
  return (
    <ActionDialog
      title={say('platform.approval.approve')}
      what={say(also ? 'platform.approval.together.approve' : 'platform.approval.approve.what')}
      confirm={say('platform.approval.approve')}
      ready={!later || (publishAt !== undefined && !tooEarly)}
      done={
        publishAt
          ? say('platform.approval.approve.doneLater', { when: moment(publishAt) })
          : say('platform.approval.approve.done')
      }
      run={() => takeStep({ ...subject, action: 'approve', body: { digest, also, publishAt } }).unwrap()}
      onClose={onClose}
    >
      <Typography id="approve-when" fontWeight="bold">
        {say('platform.approval.approve.when')}
      </Typography>
      <Radio.Group
        aria-labelledby="approve-when"
        value={later ? 'later' : 'now'}
        onValueChange={(chosen) => setLater(chosen === 'later')}
      >
        <Radio.Item value="now">{say('platform.approval.approve.now')}</Radio.Item>
        <Radio.Item value="later">{say('platform.approval.approve.later')}</Radio.Item>
      </Radio.Group>
      {later && (
        <Field.Root
          name="publishAt"
          id="approval-publishAt"
          required
          hint={say('platform.approval.approve.atHint')}
          error={tooEarly ? say('platform.approval.approve.atWrong') : undefined}
        >
          <Field.Label>{say('platform.approval.approve.at')}</Field.Label>
          <Field.Input
            type="datetime-local"
            min={toDhakaClock(Date.now())}
            value={clock}
            onChange={({ target }) => setClock(target.value)}
          />
          <Field.Hint />
          <Field.Error />
        </Field.Root>
      )}
    </ActionDialog>
  );
}
