import type { Named } from '../src/content/persistent-map.ts';

/** SHA-256 (hex) and size of a file. */
export interface FileFacts {
  readonly hash: string;
  readonly bytes: number;
}

/** The files of a release by their path in it, `site/index.html`. */
export type ReleaseFiles = Named<FileFacts>;
