import { Box, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { FieldChange, Shown } from '../../../features/approval/api';
import { textOf } from '../shown';
import { useWords } from '../words';
import { MarkedText } from './MarkedText';

interface ChangeViewProps {
  readonly type: string;
  readonly language: string;
  readonly change: FieldChange;
  /** Left out where all of it is new: marks on every word would only make it hard to read. */
  readonly marked: boolean;
}

/** One place of an entry that differs: where it is, in what way, and in which words. */
export function ChangeView({ type, language, change, marked }: ChangeViewProps) {
  const { say, place } = useWords();
  const text = useShownText();
  const { kind, path, before, after } = change;
  const pictures = [before, after].filter((shown) => shown?.as === 'file');
  return (
    <Box tag="section" padding={4} background="neutral0" hasRadius shadow="tableShadow">
      <Flex gap={2} alignItems="baseline" wrap="wrap" paddingBottom={2}>
        <Typography tag="h3" variant="delta">
          {place(type, path)}
        </Typography>
        {marked && (
          <Typography variant="pi" fontWeight="bold" textColor="neutral700">
            {say(`platform.approval.compare.kind.${kind}`)}
          </Typography>
        )}
      </Flex>
      {kind === 'moved' || !marked ? (
        <Typography tag="p" lang={language} style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
          {text(after ?? before)}
        </Typography>
      ) : (
        <MarkedText before={text(before)} after={text(after)} language={language} />
      )}
      {pictures.length > 0 && (
        <Flex gap={4} wrap="wrap" paddingTop={3} alignItems="flex-start">
          {before?.as === 'file' && <Picture file={before} label={say('platform.approval.compare.before')} />}
          {after?.as === 'file' && <Picture file={after} label={say('platform.approval.compare.after')} />}
        </Flex>
      )}
    </Box>
  );
}

type File = Extract<Shown, { as: 'file' }>;

const PICTURE = /\.(avif|gif|jpe?g|png|webp|svg)$/i;

function Picture({ file, label }: { readonly file: File; readonly label: string }) {
  if (!file.url || !PICTURE.test(file.name)) return null;
  return (
    <Box tag="figure" style={{ maxWidth: '24rem' }}>
      <img src={file.url} alt={file.alternative ?? ''} style={{ maxWidth: '100%', maxHeight: '18rem' }} />
      <Typography tag="figcaption" variant="pi">
        {label}
      </Typography>
    </Box>
  );
}

function useShownText() {
  const { say, day, moment } = useWords();
  const { formatNumber } = useIntl();
  return (shown: Shown | null) =>
    textOf(shown, {
      yes: say('platform.approval.compare.yes'),
      no: say('platform.approval.compare.no'),
      noAlternative: say('platform.approval.compare.noAlternative'),
      alternative: (text) => say('platform.approval.compare.fileAlternative', { text }),
      day,
      moment,
      bytes: (size) =>
        formatNumber(Math.max(1, Math.round(size / 1000)), { style: 'unit', unit: 'kilobyte' }),
    });
}
