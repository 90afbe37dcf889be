import { Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { Proposal, ProposalAction } from '../../../features/approval/api';
import { sameTitle } from '../../../features/approval/isomorphic/same-title';
import { QUEUE } from '../addresses';
import { type EntryLanguage, useDecideProposalMutation } from '../service';
import { useWords } from '../words';
import { ActionDialog } from './ActionDialog';
import { TextField } from './TextField';

interface SecondDialogProps extends Pick<EntryLanguage, 'type' | 'document'> {
  readonly proposal: Proposal;
  readonly action: ProposalAction;
  onClose(): void;
}

/** A second person confirms or declines what somebody asked for, or whoever asked takes it back. */
export function SecondDialog({ type, document, proposal, action, onClose }: SecondDialogProps) {
  const { say } = useWords();
  const navigate = useNavigate();
  const [decide] = useDecideProposalMutation();
  const [comment, setComment] = useState('');
  const [typed, setTyped] = useState('');
  const words = comment.trim();
  const { id, kind, title } = proposal;
  const erases = action === 'confirm' && kind === 'erase';
  const body = { ...(words && { comment: words }), ...(erases && { typed: typed.trim() }) };
  async function run() {
    await decide({ type, document, id, action, body }).unwrap();
    // There is nothing left to look at here.
    if (erases) navigate(QUEUE, { replace: true });
  }
  return (
    <ActionDialog
      title={`${say(`platform.second.${action}`)}: ${say(`platform.second.kind.${kind}`)}`}
      what={say(action === 'confirm' ? `platform.second.confirm.${kind}` : `platform.second.${action}.what`)}
      confirm={say(`platform.second.${action}`)}
      danger={action === 'confirm'}
      ready={erases ? sameTitle(typed, title) : action !== 'decline' || words !== ''}
      done={say(erases ? 'platform.second.confirm.erased' : `platform.second.${action}.done`)}
      run={run}
      onClose={onClose}
    >
      {erases && (
        <>
          <Typography tag="p" fontWeight="bold" style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Typography>
          <TextField
            name="typed"
            label={say('platform.second.confirm.typed')}
            required
            value={typed}
            onChange={setTyped}
          />
        </>
      )}
      {action !== 'take-back' && !erases && (
        <TextField
          name="comment"
          label={say(`platform.second.${action}.comment`)}
          required={action === 'decline'}
          focus={action === 'decline'}
          value={comment}
          onChange={setComment}
        />
      )}
    </ActionDialog>
  );
}
