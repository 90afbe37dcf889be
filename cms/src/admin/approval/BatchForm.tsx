import { Box, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { BatchItem } from '../../features/approval/api';
import { ActionForm } from './dialogs/ActionDialog';
import { TextField } from './dialogs/TextField';
import { Remark } from './parts/Remark';
import { keyOf } from './queue';
import { Refused } from './refusal';
import { useDecideManyMutation } from './service';
import { useWords } from './words';

export type BatchAction = 'approve' | 'return' | 'agree';

export interface BatchFormProps {
  readonly action: BatchAction;
  readonly items: readonly (BatchItem & { readonly title: string })[];
  /** How many of the selection cannot be decided on. */
  readonly leftOut: number;
  /** Told after the server has answered, with what was refused still selected. */
  onDone(refused: readonly BatchItem[]): void;
  onClose(): void;
}

/** Approves, returns or agrees to several entries at once. */
export function BatchForm({ action, items, leftOut, onDone, onClose }: BatchFormProps) {
  const { say, tell } = useWords();
  const [decideMany] = useDecideManyMutation();
  const [comment, setComment] = useState('');

  async function run() {
    const plain = items.map(({ type, document, language, digest }) => ({ type, document, language, digest }));
    const { results } = await decideMany({
      action,
      comment: action === 'return' ? comment.trim() : undefined,
      items: plain,
    }).unwrap();
    const refused = results.filter(({ ok }) => !ok);
    onDone(refused);
    if (refused.length === 0) return;
    const titles = new Map(items.map((item) => [keyOf(item), item.title]));
    const lines = refused.map(
      (one) => `“${titles.get(keyOf(one))}”: ${one.message ? tell(one.message) : ''}`,
    );
    throw new Refused([say('platform.queue.selection.failed'), ...lines].join('\n'));
  }

  return (
    <ActionForm
      what={say(`platform.queue.selection.${action}`, { count: items.length })}
      confirm={say(`platform.approval.${action}`)}
      danger={action === 'return'}
      ready={items.length > 0 && (action !== 'return' || comment.trim() !== '')}
      done={say('platform.queue.selection.done', { count: items.length })}
      run={run}
      onClose={onClose}
    >
      {items.length === 0 && <Remark tone="info">{say('platform.queue.selection.none')}</Remark>}
      <Box tag="ul" paddingLeft={4} style={{ listStyle: 'disc' }}>
        {items.map((item) => (
          <Typography tag="li" key={keyOf(item)} lang={item.language}>
            {item.title}
          </Typography>
        ))}
      </Box>
      {leftOut > 0 && items.length > 0 && (
        <Remark tone="info">{say('platform.queue.selection.some', { count: leftOut })}</Remark>
      )}
      {action === 'return' && (
        <TextField
          name="comment"
          label={say('platform.approval.return.comment')}
          required
          value={comment}
          onChange={setComment}
        />
      )}
    </ActionForm>
  );
}
