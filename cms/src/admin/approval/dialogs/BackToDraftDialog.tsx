import { useTakeStepMutation } from '../service';
import { useWords } from '../words';
import { ActionDialog } from './ActionDialog';
import type { DialogProps } from './dialog';

interface BackToDraftDialogProps extends DialogProps {
  /** What is undone: a submission, or an approval for later. */
  readonly action: 'take-back' | 'cancel';
}

/** Makes a draft again of what waits or is scheduled. */
export function BackToDraftDialog({ subject, action, onClose }: BackToDraftDialogProps) {
  const { say } = useWords();
  const [takeStep] = useTakeStepMutation();
  const words = action === 'cancel' ? 'cancel-schedule' : 'take-back';
  return (
    <ActionDialog
      title={say(`platform.approval.${words}`)}
      what={say(`platform.approval.${words}.what`)}
      confirm={say(`platform.approval.${words}`)}
      ready
      done={say(`platform.approval.${words}.done`)}
      run={() => takeStep({ ...subject, action, body: {} }).unwrap()}
      onClose={onClose}
    />
  );
}
