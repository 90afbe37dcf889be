/** Why there is no new release, for machines, and in words that anybody may read: an error's own may name what is not public. */
export const FAILURES = {
  'cms-away': 'The CMS does not answer.',
  'cms-refuses': 'The CMS refuses EXPORT_TOKEN.',
  'export-broken': 'What the CMS sent was short, malformed or changed while it was read. It is asked again.',
  'export-doubtful':
    'What the CMS sent is much smaller or older than the live site; an operator has to confirm it.',
  'disk-full': 'The disk is full.',
  'not-writable': 'The data folder cannot be written to.',
  overtaken: 'Another builder was quicker, or an operator holds a release.',
  build: 'The build failed; the log and the admin’s home page say why.',
} as const;
export type FailureKind = keyof typeof FAILURES;
