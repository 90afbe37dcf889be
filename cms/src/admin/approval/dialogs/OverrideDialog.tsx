import { Remark } from '../parts/Remark';
import { useProposeMutation } from '../service';
import { useWords } from '../words';
import type { DialogProps } from './dialog';
import { ReasonDialog } from './ReasonDialog';

/** A super admin asks a second one to let go live what nobody else can approve, and says why. */
export function OverrideDialog({
  subject: { type, document, language },
  digest,
  also,
  onClose,
}: DialogProps) {
  const { say } = useWords();
  const [propose] = useProposeMutation();
  return (
    <ReasonDialog
      title={say('platform.approval.override')}
      what={say(also ? 'platform.approval.together.approve' : 'platform.approval.approve.what')}
      confirm={say('platform.second.ask')}
      done={say('platform.second.asked')}
      label={say('platform.approval.override.reason')}
      run={(reason) =>
        propose({ type, document, wish: { kind: 'override', language, digest, also, reason } }).unwrap()
      }
      onClose={onClose}
    >
      <Remark tone="warning">{say('platform.approval.override.what')}</Remark>
    </ReasonDialog>
  );
}
