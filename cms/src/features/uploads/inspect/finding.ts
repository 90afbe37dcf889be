import type { UploadCode, Values } from '../messages';

/** Something that keeps a file from being stored. */
export interface Finding {
  readonly code: UploadCode;
  readonly values: Values;
}

export const found = (code: UploadCode, values: Values = {}): Finding => ({ code, values });

/** Thrown from deep within a file; whoever reads it gives back the finding. */
export class Found extends Error {
  readonly finding: Finding;

  constructor(code: UploadCode, values: Values = {}) {
    super(code);
    this.finding = found(code, values);
  }
}
