import { type ReactNode, useState } from 'react';
import { useWords } from '../words';
import { ActionDialog } from './ActionDialog';
import { TextField } from './TextField';

interface ReasonDialogProps {
  readonly title: string;
  readonly what: string;
  readonly confirm: string;
  readonly done: string;
  /** What is asked for a reason, where “Reason” does not say enough. */
  readonly label?: string;
  readonly children?: ReactNode;
  run(reason: string): Promise<unknown>;
  onClose(): void;
}

/** Takes something away only with a reason. */
export function ReasonDialog({ label, children, run, ...dialog }: ReasonDialogProps) {
  const { say } = useWords();
  const [reason, setReason] = useState('');
  return (
    <ActionDialog {...dialog} danger ready={reason.trim() !== ''} run={() => run(reason.trim())}>
      {children}
      <TextField
        name="reason"
        label={label ?? say('platform.approval.unpublish.reason')}
        required
        value={reason}
        onChange={setReason}
      />
    </ActionDialog>
  );
}
