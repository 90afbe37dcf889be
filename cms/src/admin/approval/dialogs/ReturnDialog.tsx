import { useState } from 'react';
import { useTakeStepMutation } from '../service';
import { useWords } from '../words';
import { ActionDialog } from './ActionDialog';
import type { DialogProps } from './dialog';
import { TextField } from './TextField';

/** Sends a language back to its editor, with what has to be changed. */
export function ReturnDialog({ subject, digest, also, onClose }: DialogProps) {
  const { say } = useWords();
  const [takeStep] = useTakeStepMutation();
  const [comment, setComment] = useState('');
  return (
    <ActionDialog
      title={say('platform.approval.return')}
      what={say('platform.approval.return.what')}
      confirm={say('platform.approval.return')}
      danger
      ready={comment.trim() !== ''}
      done={say('platform.approval.return.done')}
      run={() =>
        takeStep({ ...subject, action: 'return', body: { digest, also, comment: comment.trim() } }).unwrap()
      }
      onClose={onClose}
    >
      <TextField
        name="comment"
        label={say('platform.approval.return.comment')}
        required
        focus
        value={comment}
        onChange={setComment}
      />
    </ActionDialog>
  );
}
