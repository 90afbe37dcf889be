import { useState } from 'react';
import { Remark } from '../parts/Remark';
import { useTakeStepMutation } from '../service';
import { useWords } from '../words';
import { ActionDialog } from './ActionDialog';
import type { DialogProps } from './dialog';
import { TextField } from './TextField';

/** A super admin approves what nobody else can, and says why. */
export function OverrideDialog({ subject, digest, onClose }: DialogProps) {
  const { say } = useWords();
  const [takeStep] = useTakeStepMutation();
  const [reason, setReason] = useState('');
  return (
    <ActionDialog
      title={say('platform.approval.override')}
      what={say('platform.approval.approve.what')}
      confirm={say('platform.approval.override')}
      danger
      ready={reason.trim() !== ''}
      done={say('platform.approval.approve.done')}
      run={() =>
        takeStep({
          ...subject,
          action: 'approve',
          body: { digest, override: { reason: reason.trim() } },
        }).unwrap()
      }
      onClose={onClose}
    >
      <Remark tone="warning">{say('platform.approval.override.what')}</Remark>
      <TextField
        name="reason"
        label={say('platform.approval.override.reason')}
        required
        value={reason}
        onChange={setReason}
      />
    </ActionDialog>
  );
}
