import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { momentInWords } from '../approval/moments';
import { useWords } from '../approval/words';
import { type InvitedAccount, stateOf, useInviteAgainMutation } from './invited';

/**
 * In place of Strapi's link to be copied: on an account's page, until when its invitation counts, and a button that
 * sends it again; after somebody was invited, that it was mailed.
 */
export function Invitation({ user }: { readonly user?: InvitedAccount }) {
  const { formatMessage, locale } = useIntl();
  const { tellError } = useWords();
  const { toggleNotification } = useNotification();
  const [inviteAgain, { isLoading }] = useInviteAgainMutation();
  if (!user) {
    return (
      <Box background="primary100" padding={4} hasRadius>
        <Typography role="status">{formatMessage({ id: 'platform.invitation.mailed' })}</Typography>
      </Box>
    );
  }
  const { id, email } = user;
  const until = user.invitedUntil ? momentInWords(user.invitedUntil, locale) : '';
  const send = async () => {
    const result = await inviteAgain(id);
    if ('error' in result) toggleNotification({ type: 'danger', message: tellError(result.error) });
    else {
      const message = formatMessage({ id: 'platform.invitation.sentAgain' }, { email });
      toggleNotification({ type: 'success', message });
    }
  };
  return (
    <Box background="neutral0" padding={6} shadow="filterShadow" hasRadius>
      <Flex justifyContent="space-between" alignItems="center" gap={4} wrap="wrap">
        <Typography style={{ flex: '1 1 24rem', overflowWrap: 'anywhere' }}>
          {formatMessage({ id: `platform.invitation.${stateOf(user)}` }, { email, until })}
        </Typography>
        <Button type="button" variant="secondary" loading={isLoading} onClick={send}>
          {formatMessage({ id: 'platform.invitation.again' })}
        </Button>
      </Flex>
    </Box>
  );
}
