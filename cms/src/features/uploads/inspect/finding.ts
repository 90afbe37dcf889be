import type { MessageValues, UploadCode } from '../messages';

/** Something that keeps a file from being stored. */
export interface Finding {
  readonly code: UploadCode;
  readonly values: MessageValues;
}

export const found = (code: UploadCode, values: MessageValues = {}): Finding => ({ code, values });

/** Thrown from deep within a file; whoever reads it gives back the finding. */
export class Found extends Error {
  readonly finding: Finding;

  constructor(code: UploadCode, values: MessageValues = {}) {
    super(code);
    this.finding = found(code, values);
  }
}
