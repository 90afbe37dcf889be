import { useState } from 'react';
import { useProposeMutation } from '../service';
import { useWords } from '../words';
import { ActionDialog } from './ActionDialog';
import type { DialogProps } from './dialog';
import { TextField } from './TextField';

/** A super admin asks a second person to take the notice of a withdrawn page away. */
export function RemoveNoticeDialog({ subject: { type, document }, onClose }: DialogProps) {
  const { say } = useWords();
  const [propose] = useProposeMutation();
  const [reason, setReason] = useState('');
  return (
    <ActionDialog
      title={say('platform.approval.remove-notice')}
      what={say('platform.approval.remove-notice.what')}
      confirm={say('platform.second.ask')}
      danger
      ready={reason.trim() !== ''}
      done={say('platform.second.asked')}
      run={() =>
        propose({ type, document, wish: { kind: 'notice-removal', reason: reason.trim() } }).unwrap()
      }
      onClose={onClose}
    >
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
