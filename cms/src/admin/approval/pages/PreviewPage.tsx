import { Button, Flex, Typography } from '@strapi/design-system';
import { BackButton, Layouts, Page } from '@strapi/strapi/admin';
import { useCallback, useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import type { Language } from '../../../features/approval/api';
import { previewPath, reviewPath } from '../addresses';
import { Choice } from '../parts/Choice';
import { PreviewFrame, type Width } from '../parts/PreviewFrame';
import { Remark } from '../parts/Remark';
import { useEntryApprovalQuery, useOpenPreviewMutation } from '../service';
import { useWords } from '../words';

/** The draft as the site would show it, in either language, as on a phone or on a desk. */
export function PreviewPage() {
  const { type = '', document = '', language: code } = useParams();
  const { say, moment, nameOfLanguage, tellError } = useWords();
  const navigate = useNavigate();
  const language: Language = code === 'en' ? 'en' : 'bn';
  const [width, setWidth] = useState<Width>('phone');
  const entry = useEntryApprovalQuery({ type, document }, { refetchOnMountOrArgChange: true });
  const approval = entry.data?.languages.find((one) => one.language === language);
  const exists = approval?.exists ?? false;
  const [openPreview, preview] = useOpenPreviewMutation();
  const open = useCallback(() => {
    if (exists) void openPreview({ type, document, language });
  }, [openPreview, exists, type, document, language]);
  useEffect(open, [open]);
  if (entry.isError) return <Page.Error content={say('platform.approval.failed')} />;
  if (!approval) return <Page.Loading />;
  return (
    <Layouts.Root>
      <Page.Main>
        <Page.Title>{say('platform.approval.preview.title')}</Page.Title>
        <Layouts.Header
          title={say('platform.approval.preview.title')}
          subtitle={approval.title ?? ''}
          navigationAction={<BackButton fallback={reviewPath({ type, document, language })} />}
        />
        <Layouts.Content>
          <Flex direction="column" alignItems="stretch" gap={4} paddingBottom={8}>
            <Flex gap={4} wrap="wrap" alignItems="flex-end">
              <Choice
                label={say('platform.approval.preview.language')}
                value={language}
                options={(['bn', 'en'] as const).map((value) => ({ value, label: nameOfLanguage(value) }))}
                onChange={(chosen) =>
                  navigate(previewPath({ type, document, language: chosen }), { replace: true })
                }
              />
              <Choice
                label={say('platform.approval.preview.width')}
                value={width}
                options={(['phone', 'desk'] as const).map((value) => ({
                  value,
                  label: say(`platform.approval.preview.${value}`),
                }))}
                onChange={(chosen: Width) => setWidth(chosen)}
              />
              <Button variant="tertiary" onClick={open} loading={preview.isLoading} disabled={!exists}>
                {say('platform.approval.preview.again')}
              </Button>
            </Flex>
            {!exists && <Remark tone="info">{say('platform.approval.preview.noLanguage')}</Remark>}
            {exists && preview.isError && (
              <Remark tone="danger" role="alert">
                {tellError(preview.error)}
              </Remark>
            )}
            {exists && preview.data && (
              <>
                <Typography tag="p" variant="pi" textColor="neutral700">
                  {say('platform.approval.preview.what', { when: moment(preview.data.expiresAt) })}
                </Typography>
                <PreviewFrame url={preview.data.url} width={width} language={language} />
              </>
            )}
          </Flex>
        </Layouts.Content>
      </Page.Main>
    </Layouts.Root>
  );
}
