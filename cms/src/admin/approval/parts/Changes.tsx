import { Flex, Typography } from '@strapi/design-system';
import type { Comparison } from '../../../features/approval/api';
import type { State } from '../../../features/documents/api';
import { useWords } from '../words';
import { ChangeView } from './ChangeView';
import { Added, Removed } from './MarkedText';
import { Remark } from './Remark';

interface ChangesProps {
  readonly type: string;
  readonly comparison: Comparison;
  readonly state: State;
}

/** What changes against what is live, place by place. */
export function Changes({ type, comparison, state }: ChangesProps) {
  const { say } = useWords();
  const { changes, against, language } = comparison;
  if (changes.length === 0) return <Remark tone="info">{say('platform.approval.compare.nothing')}</Remark>;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {against === 'nothing' ? (
        <Remark tone="info">
          {say(
            state === 'withdrawn'
              ? 'platform.approval.compare.againstWithdrawn'
              : 'platform.approval.compare.againstNothing',
          )}
        </Remark>
      ) : (
        <Typography tag="p">
          {say('platform.approval.compare.count', { count: changes.length })}{' '}
          {say('platform.approval.compare.legend')}{' '}
          <Removed>{say('platform.approval.compare.removed')}</Removed>{' '}
          <Added>{say('platform.approval.compare.added')}</Added>
        </Typography>
      )}
      {changes.map((change) => (
        <ChangeView
          key={JSON.stringify([change.path, change.kind])}
          type={type}
          language={language}
          change={change}
          marked={against === 'live'}
        />
      ))}
    </Flex>
  );
}
