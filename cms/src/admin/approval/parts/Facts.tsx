import { Flex, Typography } from '@strapi/design-system';
import type { LanguageApproval } from '../../../features/approval/api';
import type { State } from '../../../features/documents/api';
import { agoInWords } from '../moments';
import { useWords } from '../words';
import { Remark } from './Remark';

/** Where the reason of an override is one: elsewhere it is that of an unpublishing, told in the history. */
const ON_SITE: readonly State[] = ['approved', 'live', 'live-with-draft'];

/** Who submitted, agreed, returned or scheduled this language, with what was said. */
export function Facts({ approval }: { readonly approval: LanguageApproval }) {
  const { say, moment, locale, person } = useWords();
  const { state, submittedAt, agreedAt, agreedBy, decidedAt, comment, note, publishAt } = approval;
  const waits = state === 'submitted';
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      {waits && submittedAt && (
        <Line>
          {say('platform.approval.submittedBy', {
            ago: agoInWords(submittedAt, locale),
            by: person(approval.submittedBy),
          })}
        </Line>
      )}
      {waits && agreedAt && (
        <Line>{say('platform.approval.agreedBy', { by: person(agreedBy), when: moment(agreedAt) })}</Line>
      )}
      {state === 'approved' && publishAt && (
        <Line>{say('platform.approval.goesLive', { when: moment(publishAt) })}</Line>
      )}
      {waits && note && (
        <Remark tone="info" title={say('platform.approval.note', { by: person(approval.submittedBy) })}>
          {note}
        </Remark>
      )}
      {state === 'returned' && comment && (
        <Remark
          tone="danger"
          title={say('platform.approval.returnedWith', {
            by: person(approval.decidedBy),
            when: decidedAt ? moment(decidedAt) : '',
          })}
        >
          {comment}
        </Remark>
      )}
      {ON_SITE.includes(state) && approval.overrideReason && (
        <Remark
          tone="warning"
          title={say('platform.approval.overridden', {
            by: person(approval.overrideBy),
            second: person(approval.decidedBy),
          })}
        >
          {approval.overrideReason}
        </Remark>
      )}
      {state === 'withdrawn' && approval.notice && (
        <Remark tone="warning" title={say('platform.approval.withdrawnNotice')}>
          <Typography tag="p" lang={approval.language}>
            {approval.notice[approval.language]}
          </Typography>
        </Remark>
      )}
    </Flex>
  );
}

function Line({ children }: { readonly children: string }) {
  return (
    <Typography tag="p" variant="pi" textColor="neutral700">
      {children}
    </Typography>
  );
}
