/** Milliseconds that an answer may take. */
const PATIENCE_MS = 10_000;

/** The status with which a server answers at this address; undefined while there is no answer. */
export async function answerAt(url: string): Promise<number | undefined> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { status } = await fetch(url, { method: 'HEAD', redirect: 'manual', signal });
    return status;
  } catch {
    return undefined;
  }
}
