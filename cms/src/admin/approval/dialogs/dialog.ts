import type { EntryApproval, LanguageApproval } from '../../../features/approval/api';
import type { Digests, EntryLanguage } from '../service';

/** What every dialog is told. */
export interface DialogProps {
  readonly subject: EntryLanguage;
  readonly entry: EntryApproval;
  readonly approval: LanguageApproval;
  /** The version that the reader has seen; only that one is decided on. */
  readonly digest: string;
  /** The versions of other languages that go live together with it; none where it goes alone. */
  readonly also?: Digests | undefined;
  onClose(): void;
}
