/** Milliseconds that an answer may take. */
const PATIENCE_MS = 10_000;

/** The status with which a server answers at this address; undefined while there is no answer. */
async function answerAt(url: string): Promise<number | undefined> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { status } = await fetch(url, { method: 'HEAD', redirect: 'manual', signal });
    return status;
  } catch {
    return undefined;
  }
}

/** Whether a CMS answers at this address. One whose database is away does too: it heals by itself when that is back. */
export async function cmsAnswers(url: string): Promise<boolean> {
  const status = await answerAt(`${url}/_health`);
  return status === 204 || status === 503;
}

/** Whether the static server answers there. Before there is a release the answer is an error. */
export async function siteAnswers(localSiteUrl: string): Promise<boolean> {
  return (await answerAt(`${localSiteUrl}/release.json`)) !== undefined;
}
