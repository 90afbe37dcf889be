import { Box, Flex, Grid, Link, Typography } from '@strapi/design-system';
import { BackButton, Layouts, Page } from '@strapi/strapi/admin';
import { Link as RouterLink, useParams } from 'react-router-dom';
import type { Language } from '../../../features/approval/api';
import { entryPath, previewPath, QUEUE, reviewPath } from '../addresses';
import { EntryActions } from '../EntryActions';
import { Proposals } from '../Proposals';
import { Card } from '../parts/Card';
import { Changes } from '../parts/Changes';
import { Facts } from '../parts/Facts';
import { History } from '../parts/History';
import { LanguageRows } from '../parts/LanguageRows';
import { Problems } from '../parts/Problems';
import { Remark } from '../parts/Remark';
import { Together } from '../parts/Together';
import { useEntryApprovalQuery, useEntryChangesQuery } from '../service';
import { useWords } from '../words';

/** One entry to decide on: what changes against what is live, and everything beside it. */
export function ReviewPage() {
  const { type = '', document = '', language: code } = useParams();
  const { say, named, day, typeName, nameOfLanguage, tellMissing } = useWords();
  const language: Language = code === 'en' ? 'en' : 'bn';
  const subject = { type, document, language };
  const fresh = { refetchOnMountOrArgChange: true };
  const entry = useEntryApprovalQuery({ type, document }, fresh);
  const changes = useEntryChangesQuery({ ...subject, locale: named }, fresh);
  const approval = entry.data?.languages.find((one) => one.language === language);
  const other = entry.data?.languages.find((one) =>
    approval?.together.some((it) => it.language === one.language),
  );
  const otherSubject = { type, document, language: other?.language ?? language };
  const otherChanges = useEntryChangesQuery({ ...otherSubject, locale: named }, { ...fresh, skip: !other });
  // What is about all languages is opened in Bengali, whether or not it is written in it.
  const written = approval?.exists !== false;
  const error = entry.error ?? (written ? changes.error : undefined) ?? (other && otherChanges.error);
  if (error) {
    const back = (
      <Link tag={RouterLink} to={QUEUE}>
        {say('platform.queue.page')}
      </Link>
    );
    return <Page.Error content={tellMissing(error)} action={back} />;
  }
  const comparison = changes.currentData;
  const together = other && otherChanges.currentData;
  if (!entry.data || !approval || (written && !comparison) || (other && !together)) return <Page.Loading />;
  const title =
    approval.title ??
    entry.data.languages.find((one) => one.title)?.title ??
    say('platform.approval.compare.title');
  return (
    <Layouts.Root>
      <Page.Main>
        <Page.Title>{title}</Page.Title>
        <Layouts.Header
          title={title}
          subtitle={`${typeName(type)} · ${nameOfLanguage(language)}`}
          navigationAction={<BackButton fallback={QUEUE} />}
        />
        <Layouts.Content>
          <Grid.Root gap={5} paddingBottom={8}>
            <Grid.Item col={8} s={12} xs={12} direction="column" alignItems="stretch">
              {entry.data.proposals.length > 0 && (
                <Flex direction="column" alignItems="stretch" gap={3} paddingBottom={5}>
                  <Proposals type={type} document={document} proposals={entry.data.proposals} />
                </Flex>
              )}
              <Typography tag="h2" variant="beta" paddingBottom={3}>
                {say('platform.approval.compare.title')}
              </Typography>
              {comparison ? (
                <Changes type={type} comparison={comparison} state={approval.state} />
              ) : (
                <Remark tone="info">{say('platform.approval.preview.noLanguage')}</Remark>
              )}
              {other && together && (
                <Together subject={otherSubject} comparison={together} state={other.state} />
              )}
            </Grid.Item>
            <Grid.Item col={4} s={12} xs={12} direction="column" alignItems="stretch" gap={4}>
              <Card title={say('platform.approval.title')}>
                <LanguageRows
                  entry={entry.data}
                  current={language}
                  to={(other) =>
                    other.exists ? reviewPath({ ...subject, language: other.language }) : undefined
                  }
                />
                {approval.liveSince && (
                  <Typography tag="p" variant="pi" textColor="neutral700">
                    {say('platform.approval.liveSince', { when: day(approval.liveSince) })}
                  </Typography>
                )}
                <Facts approval={approval} />
                {/* Decided on is what was read here, not what may have been written since. */}
                {comparison && (
                  <EntryActions
                    subject={subject}
                    entry={entry.data}
                    approval={approval}
                    digest={comparison.digest}
                    also={together && { [together.language]: together.digest }}
                  />
                )}
                <Flex direction="column" alignItems="flex-start" gap={2}>
                  {written && (
                    <Link tag={RouterLink} to={previewPath(subject)}>
                      {say('platform.approval.preview')}
                    </Link>
                  )}
                  <Link tag={RouterLink} to={entryPath(subject)}>
                    {say('platform.approval.edit')}
                  </Link>
                </Flex>
              </Card>
              {approval.state === 'submitted' && approval.problems.length > 0 && (
                <Card title={say('platform.approval.missing')}>
                  <Problems type={type} problems={approval.problems} />
                </Card>
              )}
              <Card title={say('platform.approval.history')}>
                <Box>
                  <History type={type} document={document} />
                </Box>
              </Card>
            </Grid.Item>
          </Grid.Root>
        </Layouts.Content>
      </Page.Main>
    </Layouts.Root>
  );
}
