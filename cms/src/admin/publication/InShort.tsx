import type { SiteStatus } from '../../features/publication/api';
import { Remark } from '../approval/parts/Remark';
import { useWords } from '../approval/words';
import { useTrouble } from './use-trouble';

/** Whether all that was approved is live, and what keeps it from being so, in one sentence or two. */
export function InShort({ status: { builds, upToDate, heldSince } }: { readonly status: SiteStatus }) {
  const { say, moment } = useWords();
  const trouble = useTrouble();
  const [newest] = builds;
  if (!newest) return <Remark tone="info">{say('platform.publication.never')}</Remark>;
  const when = moment(newest.finishedAt);
  if (heldSince) return <Remark tone="warning">{trouble({ kind: 'held' })}</Remark>;
  if (!newest.ok) {
    return (
      <Remark tone="danger" role="status" title={say('platform.publication.failed', { when })}>
        {trouble({ kind: newest.kind ?? 'build', detail: newest.error })}
      </Remark>
    );
  }
  return (
    <Remark tone={upToDate ? 'success' : 'info'} role="status">
      {say(upToDate ? 'platform.publication.live' : 'platform.publication.waiting', { when })}
    </Remark>
  );
}

/** That the last comparison with a site built from nothing found something; nothing where all was the same. */
export function Differed({ builds }: Pick<SiteStatus, 'builds'>) {
  const { say, moment } = useWords();
  const last = builds.find(({ compared }) => compared);
  if (!last?.compared || last.compared.different === 0) return null;
  const { different } = last.compared;
  return (
    <Remark tone="warning">
      {say('platform.status.differed', { when: moment(last.finishedAt), different })}
    </Remark>
  );
}
