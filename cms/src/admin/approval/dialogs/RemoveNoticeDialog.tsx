import { useProposeMutation } from '../service';
import { useWords } from '../words';
import type { DialogProps } from './dialog';
import { ReasonDialog } from './ReasonDialog';

/** A super admin asks a second person to take the notice of a withdrawn page away. */
export function RemoveNoticeDialog({ subject: { type, document }, onClose }: DialogProps) {
  const { say } = useWords();
  const [propose] = useProposeMutation();
  return (
    <ReasonDialog
      title={say('platform.approval.remove-notice')}
      what={say('platform.approval.remove-notice.what')}
      confirm={say('platform.second.ask')}
      done={say('platform.second.asked')}
      run={(reason) => propose({ type, document, wish: { kind: 'notice-removal', reason } }).unwrap()}
      onClose={onClose}
    />
  );
}
