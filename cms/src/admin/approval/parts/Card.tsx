import { Box, Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

/** A titled part of a page. */
export function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Box
      tag="section"
      aria-label={title}
      padding={4}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      width="100%"
    >
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Typography tag="h2" variant="delta">
          {title}
        </Typography>
        {children}
      </Flex>
    </Box>
  );
}
