import { Box, Button, VisuallyHidden } from '@strapi/design-system';
import { useMemo, useState } from 'react';
import { styled } from 'styled-components';
import { markWords, shorten } from '../marks';
import { useWords } from '../words';

const Text = styled.div`
  white-space: pre-line;
  overflow-wrap: anywhere;
  font-size: 1.6rem;
  line-height: 1.7;
  color: ${({ theme }) => theme.colors.neutral800};
`;

/** Struck through: to be told from what stays without its colour. */
export const Removed = styled.del`
  background: ${({ theme }) => theme.colors.danger100};
  color: ${({ theme }) => theme.colors.danger700};
  text-decoration: line-through;
`;

/** Underlined twice and bold. */
export const Added = styled.ins`
  background: ${({ theme }) => theme.colors.success100};
  color: ${({ theme }) => theme.colors.success700};
  font-weight: 600;
  text-decoration: underline double;
`;

interface MarkedTextProps {
  readonly before: string;
  readonly after: string;
  readonly language: string;
}

/** A text with the words marked that were taken out and put in. */
export function MarkedText({ before, after, language }: MarkedTextProps) {
  const { say } = useWords();
  const [whole, setWhole] = useState(false);
  const runs = useMemo(() => markWords(before, after, language), [before, after, language]);
  let shortened = false;
  const shown = runs.map(({ kind, text }, index) => {
    if (kind !== 'same' || whole) return { kind, text };
    const short = shorten(text, index === 0 ? 'first' : index === runs.length - 1 ? 'last' : 'middle');
    if (short !== text) shortened = true;
    return { kind, text: short };
  });
  return (
    <Box>
      <Text lang={language}>
        {shown.map(({ kind, text }, index) => {
          const key = `${index} ${kind}`;
          if (kind === 'same') return <span key={key}>{text}</span>;
          const Mark = kind === 'removed' ? Removed : Added;
          return (
            <Mark key={key}>
              <VisuallyHidden>
                {say(`platform.approval.compare.${kind === 'removed' ? 'wordRemoved' : 'wordAdded'}`)}{' '}
              </VisuallyHidden>
              {text}
              <VisuallyHidden> {say('platform.approval.compare.wordEnd')}</VisuallyHidden>
            </Mark>
          );
        })}
      </Text>
      {shortened && (
        <Button variant="tertiary" size="S" marginTop={2} onClick={() => setWhole(true)}>
          {say('platform.approval.compare.showAll')}
        </Button>
      )}
    </Box>
  );
}
