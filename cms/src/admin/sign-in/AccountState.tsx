import { Flex, Status, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { dayInWords } from '../approval/moments';
import { type InvitedAccount, stateOf } from './invited';

const VARIANTS = { active: 'success', invited: 'secondary', expired: 'alternative', off: 'danger' } as const;

/** In the list of accounts: whether one is used, off, or invited and until when. */
export function AccountState({ user }: { readonly user: InvitedAccount }) {
  const { formatMessage, locale } = useIntl();
  const state = stateOf(user);
  const until = user.invitedUntil ? dayInWords(user.invitedUntil, locale) : '';
  return (
    <Flex minWidth={until && '13rem'}>
      <Status size="S" variant={VARIANTS[state]}>
        <Typography tag="span" variant="omega" fontWeight="bold" style={{ whiteSpace: 'normal' }}>
          {formatMessage({ id: `platform.account.${state}` }, { until })}
        </Typography>
      </Status>
    </Flex>
  );
}
