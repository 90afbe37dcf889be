import { useState } from 'react';
import { Problems } from '../parts/Problems';
import { Remark } from '../parts/Remark';
import { useTakeStepMutation } from '../service';
import { useWords } from '../words';
import { ActionDialog } from './ActionDialog';
import type { DialogProps } from './dialog';
import { TextField } from './TextField';

/** Submits a language, after saying what is missing in it. */
export function SubmitDialog({ subject, entry, approval, digest, onClose }: DialogProps) {
  const { say } = useWords();
  const [takeStep] = useTakeStepMutation();
  const [note, setNote] = useState('');
  const blocked = approval.problems.some(({ blocking }) => blocking);
  return (
    <ActionDialog
      title={say('platform.approval.submit')}
      what={say(`platform.approval.submit.${entry.ministryStep ? 'ministry' : 'what'}`)}
      confirm={say('platform.approval.submit')}
      ready={!blocked}
      done={say('platform.approval.submit.done')}
      run={() =>
        takeStep({ ...subject, action: 'submit', body: { digest, note: note.trim() || undefined } }).unwrap()
      }
      onClose={onClose}
    >
      <Problems type={subject.type} problems={approval.problems} />
      {blocked ? (
        <Remark tone="info">{say('platform.approval.missing.stop')}</Remark>
      ) : (
        <TextField
          name="note"
          label={say('platform.approval.submit.note')}
          hint={say('platform.approval.submit.noteHint')}
          value={note}
          onChange={setNote}
        />
      )}
    </ActionDialog>
  );
}
