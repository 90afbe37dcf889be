import { Box, Flex, Typography } from '@strapi/design-system';
import type { HistoryEvent } from '../../../features/approval/api';
import type { Notice } from '../../../features/documents/api';
import { useEntryHistoryQuery } from '../service';
import { useWords } from '../words';
import { Remark } from './Remark';

/** What happened to a document, the newest first. */
export function History({ type, document }: { readonly type: string; readonly document: string }) {
  const { say } = useWords();
  const { data, isError } = useEntryHistoryQuery({ type, document }, { refetchOnMountOrArgChange: true });
  if (isError) return <Remark tone="danger">{say('platform.approval.failed')}</Remark>;
  if (!data) return null;
  if (data.events.length === 0) return <Typography>{say('platform.approval.history.none')}</Typography>;
  return (
    <Flex tag="ol" direction="column" alignItems="stretch" gap={3}>
      {data.events.map((event) => (
        <Event key={`${event.at} ${event.action} ${event.language}`} event={event} />
      ))}
    </Flex>
  );
}

function Event({ event }: { readonly event: HistoryEvent }) {
  const { say, sayIfKnown, nameOfLanguage, moment, named, person } = useWords();
  const { action, language, by, comment, override = false, at, details } = event;
  const name = details?.byEditing === true ? 'edited' : action.replace(/^approval\./, '');
  const words = comment ?? noticeIn(details)?.[named];
  const kind = sayIfKnown(`platform.second.kind.${details?.kind}`) ?? '';
  const lapse = sayIfKnown(`platform.approval.history.lapse.${details?.lapse}`);
  const publishAt = typeof details?.publishAt === 'string' ? details.publishAt : undefined;
  const what =
    name === 'approve' && publishAt
      ? say('platform.approval.history.schedule', { when: moment(publishAt) })
      : (sayIfKnown(`platform.approval.history.${name}`, { kind }) ??
        say('platform.approval.history.other', { action: name }));
  return (
    <Box
      tag="li"
      paddingLeft={3}
      borderWidth="0 0 0 3px"
      borderStyle="solid"
      borderColor={override ? 'warning600' : 'neutral200'}
    >
      <Typography tag="p" fontWeight="bold">
        {what}
        {language && ` · ${nameOfLanguage(language)}`}
        {override && ` · ${say('platform.approval.history.override')}`}
      </Typography>
      <Typography tag="p" variant="pi" textColor="neutral600">
        {say('platform.approval.history.by', {
          by: by ? person(by) : say('platform.approval.system'),
          when: moment(at),
        })}
      </Typography>
      {lapse && <Typography tag="p">{lapse}</Typography>}
      {words && (
        <Typography tag="p" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
          “{words}”
        </Typography>
      )}
    </Box>
  );
}

/** The public notice of a withdrawal, as the audit keeps it. */
function noticeIn(details: HistoryEvent['details']): Partial<Notice> | undefined {
  const notice = details?.notice;
  return typeof notice === 'object' && notice !== null ? notice : undefined;
}
