import { useState } from 'react';
import { Remark } from '../parts/Remark';
import { useProposeMutation } from '../service';
import { useWords } from '../words';
import { ActionDialog } from './ActionDialog';
import type { DialogProps } from './dialog';
import { TextField } from './TextField';

/** A super admin asks a second one to let go live what nobody else can approve, and says why. */
export function OverrideDialog({ subject, digest, onClose }: DialogProps) {
  const { say } = useWords();
  const [propose] = useProposeMutation();
  const [reason, setReason] = useState('');
  const { type, document, language } = subject;
  return (
    <ActionDialog
      title={say('platform.approval.override')}
      what={say('platform.approval.approve.what')}
      confirm={say('platform.second.ask')}
      danger
      ready={reason.trim() !== ''}
      done={say('platform.second.asked')}
      run={() =>
        propose({
          type,
          document,
          wish: { kind: 'override', language, digest, reason: reason.trim() },
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
