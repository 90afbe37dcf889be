import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { Layouts, Page, useFetchClient, useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { dayOf } from '../publication/clock';
import { EventTable } from './EventTable';
import { Filters, type Wanted } from './Filters';
import { useEvents, useMinistries } from './useEvents';
import { useWords } from './useWords';

const EVERYTHING: Wanted = { search: '', action: '', ministry: '', from: '', until: '' };
const PERMISSIONS = [{ action: 'api::audit.read', subject: null }];

export default function AuditPage() {
  return (
    <Page.Protect permissions={PERMISSIONS}>
      <AuditRecord />
    </Page.Protect>
  );
}

function AuditRecord() {
  const say = useWords();
  const [wanted, setWanted] = useState(EVERYTHING);
  const [page, setPage] = useState(1);
  const { found, failed } = useEvents(wanted, page);
  const ministries = useMinistries();
  const change = (changed: Partial<Wanted>) => {
    setWanted({ ...wanted, ...changed });
    setPage(1);
  };
  return (
    <Page.Main>
      <Page.Title>{say('title') ?? ''}</Page.Title>
      <Layouts.Header
        title={say('title')}
        subtitle={say('subtitle')}
        primaryAction={<ExportButton wanted={wanted} />}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6}>
          <Filters wanted={wanted} ministries={ministries} onChange={change} />
          {failed && <Typography textColor="danger600">{say('failed')}</Typography>}
          {found?.total === 0 && <Typography>{say('none')}</Typography>}
          {found && found.total > 0 && (
            <>
              <EventTable events={found.events} ministries={ministries} />
              <Pages page={page} pages={found.pages} total={found.total} onTurn={setPage} />
            </>
          )}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}

interface PagesProps {
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  onTurn(page: number): void;
}

function Pages({ page, pages, total, onTurn }: PagesProps) {
  const say = useWords();
  return (
    <Flex gap={4} justifyContent="space-between">
      <Typography>
        {say('total', { total })} · {say('pages', { page, pages })}
      </Typography>
      <Flex gap={2}>
        <Button variant="tertiary" disabled={page <= 1} onClick={() => onTurn(page - 1)}>
          {say('previous')}
        </Button>
        <Button variant="tertiary" disabled={page >= pages} onClick={() => onTurn(page + 1)}>
          {say('next')}
        </Button>
      </Flex>
    </Flex>
  );
}

/** Saves what the filters find as a CSV file. */
function ExportButton({ wanted }: { readonly wanted: Wanted }) {
  const say = useWords();
  const { get } = useFetchClient();
  const { toggleNotification } = useNotification();
  const [busy, setBusy] = useState(false);
  async function save() {
    setBusy(true);
    try {
      const { data } = await get<Blob>('/platform/audit/export', { params: wanted, responseType: 'blob' });
      const link = document.createElement('a');
      link.href = URL.createObjectURL(data);
      link.download = `audit-${dayOf(Date.now())}.csv`;
      link.click();
      URL.revokeObjectURL(link.href);
    } catch {
      toggleNotification({ type: 'danger', message: say('export.failed') ?? '' });
    } finally {
      setBusy(false);
    }
  }
  return (
    <Box>
      <Button startIcon={<Download />} loading={busy} onClick={save}>
        {say('export')}
      </Button>
    </Box>
  );
}
