import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, Information, WarningCircle } from '@strapi/icons';
import type { ReactNode } from 'react';

const TONES = {
  info: { icon: Information, background: 'primary100', border: 'primary200', fill: 'primary600' },
  success: { icon: CheckCircle, background: 'success100', border: 'success200', fill: 'success600' },
  warning: { icon: WarningCircle, background: 'warning100', border: 'warning200', fill: 'warning600' },
  danger: { icon: WarningCircle, background: 'danger100', border: 'danger200', fill: 'danger600' },
} as const;

interface RemarkProps {
  readonly tone: keyof typeof TONES;
  readonly title?: string;
  /** `alert` is read out at once, `status` when the reader pauses. */
  readonly role?: 'alert' | 'status';
  readonly children?: ReactNode;
}

/** A framed remark with a sign that does not need its colour to be understood. */
export function Remark({ tone, title, role, children }: RemarkProps) {
  const { icon: Icon, background, border, fill } = TONES[tone];
  return (
    <Flex
      role={role}
      alignItems="flex-start"
      gap={2}
      padding={3}
      hasRadius
      background={background}
      borderColor={border}
    >
      <Box flex="none" paddingTop="2px">
        <Icon fill={fill} width="1.6rem" height="1.6rem" aria-hidden />
      </Box>
      <Box minWidth={0} flex="1" style={{ overflowWrap: 'anywhere' }}>
        {title && (
          <Typography tag="p" variant="omega" fontWeight="bold">
            {title}
          </Typography>
        )}
        {typeof children === 'string' ? (
          <Typography tag="p" variant="omega" style={{ whiteSpace: 'pre-line' }}>
            {children}
          </Typography>
        ) : (
          children
        )}
      </Box>
    </Flex>
  );
}
