import { useState } from 'react';
import { useTakeStepMutation } from '../service';
import { useWords } from '../words';
import { ActionDialog } from './ActionDialog';
import type { DialogProps } from './dialog';
import { TextField } from './TextField';

/** A ministry's approver agrees, so that the moderators see the entry. */
export function AgreeDialog({ subject, digest, also, onClose }: DialogProps) {
  const { say } = useWords();
  const [takeStep] = useTakeStepMutation();
  const [comment, setComment] = useState('');
  return (
    <ActionDialog
      title={say('platform.approval.agree')}
      what={say('platform.approval.agree.what')}
      confirm={say('platform.approval.agree')}
      ready
      done={say('platform.approval.agree.done')}
      run={() =>
        takeStep({
          ...subject,
          action: 'agree',
          body: { digest, also, comment: comment.trim() || undefined },
        }).unwrap()
      }
      onClose={onClose}
    >
      <TextField
        name="comment"
        label={say('platform.approval.agree.comment')}
        value={comment}
        onChange={setComment}
      />
    </ActionDialog>
  );
}
