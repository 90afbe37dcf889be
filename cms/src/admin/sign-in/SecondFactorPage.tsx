import { Box, Flex, Typography } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { AccountsWithFactor } from './AccountsWithFactor';
import { Enrol, RecoveryCodes } from './Enrol';
import { Ask } from './parts';
import { type FactorChange, useFactor } from './useFactor';

/** Where everyone keeps their own second factor; super admins switch off those that are lost. */
export default function SecondFactorPage() {
  const { formatMessage } = useIntl();
  const { page, problem, change } = useFactor();
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[]>();
  const title = formatMessage({ id: 'platform.factor.title' });
  // Who had to have one begins with the panel that opens now: much of it was refused until here.
  const leave = () => (page?.required ? window.location.assign('/admin/') : setRecoveryCodes(undefined));
  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header title={title} subtitle={formatMessage({ id: 'platform.factor.subtitle' })} />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} maxWidth="70rem">
          {problem && (
            <Typography role="alert" textColor="danger600">
              {problem}
            </Typography>
          )}
          <Box background="neutral0" padding={6} shadow="tableShadow" hasRadius>
            {recoveryCodes && <RecoveryCodes codes={recoveryCodes} onKept={leave} />}
            {!recoveryCodes && page && !page.on && (
              <Enrol required={page.required} change={change} onDone={setRecoveryCodes} />
            )}
            {!recoveryCodes && page?.on && <SwitchOff left={page.recoveryLeft} change={change} />}
          </Box>
          {page && page.accounts.length > 0 && (
            <AccountsWithFactor accounts={page.accounts} change={change} />
          )}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}

function SwitchOff({ left, change }: { readonly left: number; readonly change: FactorChange }) {
  const { formatMessage } = useIntl();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography fontWeight="bold">{formatMessage({ id: 'platform.factor.on' })}</Typography>
      <Typography>{formatMessage({ id: 'platform.factor.left' }, { left })}</Typography>
      <Ask
        fields={['password', 'code']}
        submit="platform.factor.switch-off"
        onSubmit={(typed) => change('off', typed)}
      />
    </Flex>
  );
}
