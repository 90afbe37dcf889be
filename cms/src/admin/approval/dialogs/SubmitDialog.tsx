import { Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { State } from '../../../features/documents/api';
import { Problems } from '../parts/Problems';
import { Remark } from '../parts/Remark';
import { useTakeStepMutation } from '../service';
import { useWords } from '../words';
import { ActionDialog } from './ActionDialog';
import type { DialogProps } from './dialog';
import { TextField } from './TextField';

/** States in which a language waits already. */
const WAITS: readonly State[] = ['submitted', 'approved'];

/** Submits a language, after saying what is missing in it. */
export function SubmitDialog({ subject, entry, approval, digest, also, onClose }: DialogProps) {
  const { say, nameOfLanguage } = useWords();
  const [takeStep] = useTakeStepMutation();
  const [note, setNote] = useState('');
  const others = entry.languages.filter(({ language, state }) => also?.[language] && !WAITS.includes(state));
  const blocked = [approval, ...others].some(({ problems }) => problems.some(({ blocking }) => blocking));
  return (
    <ActionDialog
      title={say('platform.approval.submit')}
      what={say(`platform.approval.submit.${entry.ministryStep ? 'ministry' : 'what'}`)}
      confirm={say('platform.approval.submit')}
      ready={!blocked}
      done={say('platform.approval.submit.done')}
      run={() =>
        takeStep({
          ...subject,
          action: 'submit',
          body: { digest, also, note: note.trim() || undefined },
        }).unwrap()
      }
      onClose={onClose}
    >
      <Problems type={subject.type} problems={approval.problems} />
      {others.length > 0 && <Remark tone="info">{say('platform.approval.together.submit')}</Remark>}
      {others.map(({ language, problems }) => (
        <Flex key={language} direction="column" alignItems="stretch" gap={2}>
          <Typography fontWeight="bold">{nameOfLanguage(language)}</Typography>
          <Problems type={subject.type} problems={problems} />
        </Flex>
      ))}
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
