import { Button, Flex, Link, LinkButton, Typography } from '@strapi/design-system';
import { useForm } from '@strapi/strapi/admin';
import { typeByUid } from 'content-types';
import { useIntl } from 'react-intl';
import { Link as RouterLink } from 'react-router-dom';
import type { EntryApproval, LanguageApproval } from '../../features/approval/api';
import { useEntryLanguage } from '../entry-language';
import { entryPath, previewPath, reviewPath } from './addresses';
import { EntryActions, isDecision } from './EntryActions';
import { HistoryButton } from './HistoryButton';
import { Proposals } from './Proposals';
import { Facts } from './parts/Facts';
import { LanguageRows } from './parts/LanguageRows';
import { Remark } from './parts/Remark';
import { type Digests, type EntryLanguage, useEntryApprovalQuery } from './service';
import { useTakenBack } from './use-taken-back';
import { useWords } from './words';

interface PanelProps {
  readonly model: string;
  readonly document?: { readonly documentId: string };
  readonly documentId?: string;
}

/** Beside an entry: how far both languages have come, and what the reader may do next. */
export function ApprovalPanel({ model, document, documentId }: PanelProps) {
  const { formatMessage } = useIntl();
  const type = typeByUid(model)?.name;
  if (!type) return null;
  const id = document?.documentId ?? documentId;
  return {
    title: formatMessage({ id: 'platform.approval.title' }),
    content: id ? <EntryPanel type={type} document={id} /> : <NothingYet />,
  };
}

function NothingYet() {
  const { say } = useWords();
  return <Typography tag="p">{say('platform.approval.createFirst')}</Typography>;
}

function EntryPanel({ type, document }: Omit<EntryLanguage, 'language'>) {
  const { tellMissing } = useWords();
  const language = useEntryLanguage();
  const { data, error, isFetching } = useEntryApprovalQuery(
    { type, document },
    { refetchOnMountOrArgChange: true },
  );
  if (error) return <Remark tone="danger">{tellMissing(error)}</Remark>;
  const approval = data?.languages.find((one) => one.language === language);
  if (!data || !approval) return null;
  return (
    <LoadedPanel
      subject={{ type, document, language }}
      entry={data}
      approval={approval}
      isFetching={isFetching}
    />
  );
}

interface LoadedPanelProps {
  readonly subject: EntryLanguage;
  readonly entry: EntryApproval;
  readonly approval: LanguageApproval;
  /** Set while it is read again, after a save for instance: until then the version seen is the one before. */
  readonly isFetching: boolean;
}

function LoadedPanel({ subject, entry, approval, isFetching }: LoadedPanelProps) {
  const { say } = useWords();
  const modified = useForm('ApprovalPanel', (form) => form.modified);
  const takenBack = useTakenBack(subject, approval);
  const { state, exists, digest, path } = approval;
  const decides = approval.actions.some(({ action }) => isDecision(action));
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      <LanguageRows
        entry={entry}
        current={subject.language}
        to={({ language }) => entryPath({ ...subject, language })}
      />
      {takenBack && (
        <Remark tone="warning" role="status">
          {say('platform.approval.takenBack')}
        </Remark>
      )}
      <Facts approval={approval} />
      <Proposals type={subject.type} document={subject.document} proposals={entry.proposals} unread />
      {!exists && <NothingYet />}
      {exists && modified && <Remark tone="info">{say('platform.approval.saveFirst')}</Remark>}
      {decides && (
        <LinkButton tag={RouterLink} to={reviewPath(subject)} fullWidth disabled={modified}>
          {say('platform.queue.read')}
        </LinkButton>
      )}
      {exists && digest && (
        <EntryActions
          subject={subject}
          entry={entry}
          approval={approval}
          digest={digest}
          also={togetherOf(approval)}
          disabled={modified || isFetching}
          withoutDecisions
        />
      )}
      {state === 'submitted' && <Hint>{say('platform.approval.editTakesBack')}</Hint>}
      {state === 'approved' && <Hint>{say('platform.approval.editCancels')}</Hint>}
      {exists && (
        <Flex direction="column" alignItems="stretch" gap={2}>
          {modified ? (
            <Button variant="tertiary" fullWidth disabled>
              {say('platform.approval.preview')}
            </Button>
          ) : (
            <Link tag={RouterLink} to={previewPath(subject)}>
              {say('platform.approval.preview')}
            </Link>
          )}
          {!decides && (
            <Link tag={RouterLink} to={reviewPath(subject)}>
              {say('platform.approval.compare.title')}
            </Link>
          )}
          <HistoryButton {...subject} />
        </Flex>
      )}
      {path && <Hint>{path}</Hint>}
    </Flex>
  );
}

/** The versions of other languages that go live together with this one; undefined where it goes alone. */
function togetherOf({ together }: LanguageApproval): Digests | undefined {
  const known = together.flatMap(({ language, digest }) => (digest ? [[language, digest]] : []));
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}

function Hint({ children }: { readonly children: string }) {
  return (
    <Typography tag="p" variant="pi" textColor="neutral700" style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Typography>
  );
}
