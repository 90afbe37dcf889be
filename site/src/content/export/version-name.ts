/** What a published version, or what stands for one, is called: `<type> <document> <language>`. */
export function versionName({
  type,
  documentId,
  locale,
}: {
  readonly type: string;
  readonly documentId: string;
  readonly locale: string;
}): string {
  return `${type} ${documentId} ${locale}`;
}
