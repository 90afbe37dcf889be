import { Box, Flex, Toggle, Typography } from '@strapi/design-system';
import { BackButton, Layouts, Page, useNotification } from '@strapi/strapi/admin';
import type { MinistryStep } from '../../../features/approval/api';
import { QUEUE } from '../addresses';
import { Remark } from '../parts/Remark';
import { useMinistryStepsQuery, useSetMinistryStepMutation } from '../service';
import { useWords } from '../words';

/** Which ministries have an approver of their own agree before the moderators see an entry. */
export function StepsPage() {
  const { say, named } = useWords();
  const { data, isError } = useMinistryStepsQuery({ locale: named }, { refetchOnMountOrArgChange: true });
  if (isError) return <Page.Error content={say('platform.approval.failed')} />;
  if (!data) return <Page.Loading />;
  return (
    <Layouts.Root>
      <Page.Main>
        <Page.Title>{say('platform.steps.title')}</Page.Title>
        <Layouts.Header
          title={say('platform.steps.title')}
          subtitle={say('platform.steps.what')}
          navigationAction={<BackButton fallback={QUEUE} />}
        />
        <Layouts.Content>
          {data.steps.length === 0 ? (
            <Remark tone="info">{say('platform.steps.none')}</Remark>
          ) : (
            <Box tag="ul" background="neutral0" padding={5} hasRadius shadow="tableShadow">
              {data.steps.map((step) => (
                <StepRow key={step.ministry} step={step} />
              ))}
            </Box>
          )}
        </Layouts.Content>
      </Page.Main>
    </Layouts.Root>
  );
}

function StepRow({ step: { ministry, name, on, approvers, mayChange } }: { readonly step: MinistryStep }) {
  const { say, tellError } = useWords();
  const { toggleNotification } = useNotification();
  const [setStep, { isLoading }] = useSetMinistryStepMutation();
  const change = async (next: boolean) => {
    try {
      await setStep({ ministry, on: next }).unwrap();
      toggleNotification({ type: 'success', message: say('platform.steps.saved') });
    } catch (error) {
      toggleNotification({ type: 'danger', message: tellError(error) });
    }
  };
  return (
    <Flex tag="li" gap={4} wrap="wrap" justifyContent="space-between" paddingTop={2} paddingBottom={2}>
      <Box flex="1" minWidth="20rem">
        <Typography tag="p" fontWeight="bold">
          {name}
        </Typography>
        <Typography tag="p" variant="pi" textColor={on && approvers === 0 ? 'danger600' : 'neutral700'}>
          {approvers === 0
            ? say('platform.steps.noApprover')
            : say('platform.steps.approvers', { count: approvers })}
        </Typography>
      </Box>
      <Box minWidth="20rem">
        {mayChange ? (
          <Toggle
            aria-label={say('platform.steps.switch', { ministry: name })}
            checked={on}
            disabled={isLoading}
            onLabel={say('platform.steps.on')}
            offLabel={say('platform.steps.off')}
            onChange={({ target }) => void change(target.checked)}
          />
        ) : (
          <Typography fontWeight="bold">{say(on ? 'platform.steps.on' : 'platform.steps.off')}</Typography>
        )}
      </Box>
    </Flex>
  );
}
