import { useState } from 'react';
import { Remark } from '../parts/Remark';
import { useProposeMutation } from '../service';
import { useWords } from '../words';
import { ActionDialog } from './ActionDialog';
import type { DialogProps } from './dialog';
import { TextField } from './TextField';

/** A super admin asks a second one to erase an entry for ever. */
export function EraseDialog({ subject: { type, document }, onClose }: DialogProps) {
  const { say } = useWords();
  const [propose] = useProposeMutation();
  const [reason, setReason] = useState('');
  return (
    <ActionDialog
      title={say('platform.approval.erase')}
      what={say('platform.approval.erase.what')}
      confirm={say('platform.second.ask')}
      danger
      ready={reason.trim() !== ''}
      done={say('platform.second.asked')}
      run={() => propose({ type, document, wish: { kind: 'erase', reason: reason.trim() } }).unwrap()}
      onClose={onClose}
    >
      <Remark tone="danger">{say('platform.second.confirm.erase')}</Remark>
      <TextField
        name="reason"
        label={say('platform.approval.unpublish.reason')}
        required
        value={reason}
        onChange={setReason}
      />
    </ActionDialog>
  );
}
