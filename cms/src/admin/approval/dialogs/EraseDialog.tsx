import { Remark } from '../parts/Remark';
import { useProposeMutation } from '../service';
import { useWords } from '../words';
import type { DialogProps } from './dialog';
import { ReasonDialog } from './ReasonDialog';

/** A super admin asks a second one to erase an entry for ever. */
export function EraseDialog({ subject: { type, document }, onClose }: DialogProps) {
  const { say } = useWords();
  const [propose] = useProposeMutation();
  return (
    <ReasonDialog
      title={say('platform.approval.erase')}
      what={say('platform.approval.erase.what')}
      confirm={say('platform.second.ask')}
      done={say('platform.second.asked')}
      run={(reason) => propose({ type, document, wish: { kind: 'erase', reason } }).unwrap()}
      onClose={onClose}
    >
      <Remark tone="danger">{say('platform.second.confirm.erase')}</Remark>
    </ReasonDialog>
  );
}
