import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { FactorPage } from '../../features/accounts/second-factor/routes';
import { personInWords } from '../person';
import type { FactorChange } from './useFactor';

/** For super admins: who has a second factor, and a way to switch a lost one off. */
export function AccountsWithFactor({
  accounts,
  change,
}: {
  readonly accounts: FactorPage['accounts'];
  readonly change: FactorChange;
}) {
  const intl = useIntl();
  const { formatMessage } = intl;
  return (
    <Box background="neutral0" padding={6} shadow="tableShadow" hasRadius>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography variant="beta" tag="h2">
          {formatMessage({ id: 'platform.factor.accounts' })}
        </Typography>
        <Typography>{formatMessage({ id: 'platform.factor.accounts.hint' })}</Typography>
        {accounts.map(({ id, email, ...person }) => (
          <Flex key={id} justifyContent="space-between" gap={4} wrap="wrap">
            <Typography style={{ overflowWrap: 'anywhere' }}>
              {personInWords(person, intl)} · {email}
            </Typography>
            <Button
              variant="danger-light"
              onClick={() => {
                const sure = formatMessage({ id: 'platform.factor.accounts.sure' }, { name: email });
                if (window.confirm(sure)) void change(`accounts/${id}/off`);
              }}
            >
              {formatMessage({ id: 'platform.factor.switch-off' })}
            </Button>
          </Flex>
        ))}
      </Flex>
    </Box>
  );
}
