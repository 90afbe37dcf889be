import { Box, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Designation } from '../../features/access/designation';
import type { StoredEvent } from '../../features/audit/record';
import { personInWords } from '../person';
import { detailsInWords, subjectOf } from './details';
import { useWords } from './useWords';

const COLUMNS = ['when', 'kind', 'who', 'about', 'details'];
/** The platform's people all work there; every time is theirs. */
const ZONE = 'Asia/Dhaka';

/** The events of one page; `ministries` gives names to codes. */
export function EventTable({
  events,
  ministries,
}: {
  readonly events: readonly StoredEvent[];
  readonly ministries: ReadonlyMap<string, string>;
}) {
  const say = useWords();
  return (
    <Box overflow="auto">
      <Table colCount={COLUMNS.length} rowCount={events.length + 1}>
        <Thead>
          <Tr>
            {COLUMNS.map((name) => (
              <Th key={name}>
                <Typography variant="sigma">{say(name)}</Typography>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {events.map((event) => (
            <EventRow key={event.id} event={event} ministries={ministries} />
          ))}
        </Tbody>
      </Table>
    </Box>
  );
}

/** Who did it, with the role and the ministries of that time. */
function designationOf(
  { actorKind, actorMinistries }: StoredEvent,
  name: string,
  ministries: ReadonlyMap<string, string>,
): Designation {
  const named = actorMinistries.map((code) => ministries.get(code) ?? code);
  return {
    name,
    role: actorKind as Designation['role'],
    ministries: named.map((one) => ({ bn: one, en: one })),
  };
}

function EventRow({
  event,
  ministries,
}: {
  readonly event: StoredEvent;
  readonly ministries: ReadonlyMap<string, string>;
}) {
  const intl = useIntl();
  const { formatDate } = intl;
  const say = useWords();
  const who = event.actorName
    ? personInWords(designationOf(event, event.actorName, ministries), intl)
    : (say(`who.${event.actorKind}`) ?? event.actorKind);
  const ministry = event.ministry && (ministries.get(event.ministry) ?? event.ministry);
  const language = event.language && (say(`language.${event.language}`) ?? event.language);
  const details = detailsInWords(event.details, say);
  return (
    <Tr>
      <Td>
        <Typography>
          {formatDate(event.at, { dateStyle: 'medium', timeStyle: 'medium', timeZone: ZONE })}
        </Typography>
      </Td>
      <Td>
        <Typography>{say(`did.${event.action}`) ?? event.action}</Typography>
      </Td>
      <Td>
        <Typography>{who}</Typography>
      </Td>
      <Td maxWidth="30rem">
        <Box>
          <Typography>{subjectOf(event)}</Typography>
        </Box>
        <Typography variant="pi" textColor="neutral600">
          {[language, ministry].filter(Boolean).join(' · ')}
        </Typography>
      </Td>
      <Td maxWidth="40rem" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
        {details.map(({ name, text }) => (
          <Typography key={name} variant="pi" tag="p">
            {name}: {text}
          </Typography>
        ))}
      </Td>
    </Tr>
  );
}
