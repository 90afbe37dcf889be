import { Box, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { BuildSummary } from '../../features/publication/api';
import { useWords } from '../approval/words';
import { clockInWords } from './clock';
import { useTrouble } from './use-trouble';

const COLUMNS = ['when', 'result', 'took', 'pages', 'size', 'leftOut'] as const;
/** Milliseconds. */
const SHORT = 50;

/** The last builds, newest first. */
export function BuildTable({ builds }: { readonly builds: readonly BuildSummary[] }) {
  const { say } = useWords();
  return (
    <Box overflow="auto">
      <Table colCount={COLUMNS.length} rowCount={builds.length + 1}>
        <Thead>
          <Tr>
            {COLUMNS.map((name) => (
              <Th key={name}>
                <Typography variant="sigma">{say(`platform.status.builds.${name}`)}</Typography>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {builds.map((build) => (
            <BuildRow key={build.startedAt} build={build} />
          ))}
        </Tbody>
      </Table>
    </Box>
  );
}

function BuildRow({ build }: { readonly build: BuildSummary }) {
  const { formatNumber, locale } = useIntl();
  const { say, sayIfKnown } = useWords();
  const trouble = useTrouble();
  const { ok, startedAt, finishedAt, pages, bytes, parts = {}, kind, error, leftOut, compared } = build;
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  const unit = (value: number, name: 'second' | 'megabyte') =>
    formatNumber(value, { style: 'unit', unit: name, maximumFractionDigits: 1 });
  // What took less than can be told apart is not worth a word.
  const long = Object.entries(parts).filter(([, milliseconds]) => milliseconds >= SHORT);
  const took = long.map(
    ([part, milliseconds]) =>
      `${sayIfKnown(`platform.status.part.${part}`) ?? part} ${unit(milliseconds / 1000, 'second')}`,
  );
  return (
    <Tr>
      <Cell>{clockInWords(finishedAt, locale)}</Cell>
      <Td>
        {/* Strapi's tables keep a cell on one line. */}
        <Box maxWidth="40rem" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
          <Typography fontWeight="bold" textColor={ok ? 'success700' : 'danger600'}>
            {say(ok ? 'platform.status.builds.ok' : 'platform.status.builds.bad')}
          </Typography>
          {!ok && (
            <Typography tag="p" variant="pi">
              {trouble({ kind: kind ?? 'build', detail: error })}
            </Typography>
          )}
          {compared && (
            <Typography tag="p" variant="pi" textColor={compared.different > 0 ? 'danger600' : 'neutral700'}>
              {[
                say(`platform.status.builds.${compared.different > 0 ? 'differed' : 'same'}`, {
                  files: compared.files,
                  different: compared.different,
                }),
                ...compared.named,
              ].join('\n')}
            </Typography>
          )}
          {build.build && (
            <Typography tag="p" variant="pi" textColor="neutral700">
              {say('platform.status.builds.build', { build: build.build })}
            </Typography>
          )}
        </Box>
      </Td>
      <Td>
        <Typography tag="p">{unit(seconds, 'second')}</Typography>
        <Typography tag="p" variant="pi" textColor="neutral700" style={{ whiteSpace: 'pre-line' }}>
          {took.join('\n')}
        </Typography>
      </Td>
      <Cell>{pages === undefined ? '' : formatNumber(pages)}</Cell>
      <Cell>{bytes === undefined ? '' : unit(bytes / 1_000_000, 'megabyte')}</Cell>
      <Cell>{leftOut > 0 ? formatNumber(leftOut) : ''}</Cell>
    </Tr>
  );
}

function Cell({ children }: { readonly children: ReactNode }) {
  return (
    <Td>
      <Typography>{children}</Typography>
    </Td>
  );
}
