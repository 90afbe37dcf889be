import type { EntryApproval, LanguageApproval } from '../../../features/approval/api';
import type { Subject } from '../service';

/** What every dialog is told. */
export interface DialogProps {
  readonly subject: Subject;
  readonly entry: EntryApproval;
  readonly approval: LanguageApproval;
  /** The version that the reader has seen; only that one is decided on. */
  readonly digest: string;
  onClose(): void;
}
