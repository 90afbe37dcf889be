import { z } from 'zod';

const schema = z.object({
  /** The CMS's export, NDJSON. */
  EXPORT_FILE: z.string().min(1),
  /** Folder that holds every file of the export under its `file` name. */
  MEDIA_DIR: z.string().min(1),
  /** Folder that the site is written into. */
  OUT_DIR: z.string().min(1).default('./dist'),
  /** Folder that may be deleted at any time. */
  CACHE_DIR: z.string().min(1).default('./.cache'),
  /** Public origin of the site, without a path. */
  SITE_URL: z
    .url({ protocol: /^https?$/ })
    .default('http://127.0.0.1:4321')
    .transform((value) => new URL(value).origin),
});

type Schema = typeof schema.shape;

/**
 * One setting from the environment, checked where it is asked for, so that a command which needs
 * only some of them runs without the others.
 * @throws Error naming the variable that is missing or wrong.
 */
export function setting<N extends keyof Schema>(name: N): z.infer<Schema[N]> {
  const checked = schema.shape[name].safeParse(process.env[name] || undefined);
  if (checked.success) return checked.data as z.infer<Schema[N]>;
  const problem = checked.error.issues[0]?.message ?? 'not valid';
  throw new Error(`Setting ${name}=${process.env[name] ?? ''}: ${problem}`);
}
