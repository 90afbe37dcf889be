import { Flex, Link, Typography } from '@strapi/design-system';
import { typeByUid } from 'content-types';
import { useEffect, useState } from 'react';
import type { LanguageStatus } from '../../features/publication/api';
import { Remark } from '../approval/parts/Remark';
import { useWords } from '../approval/words';
import { useWhileUsed } from '../while-used';
import { clockInWords } from './clock';
import { useEntryStatusQuery } from './service';
import { useTrouble } from './use-trouble';

/** Milliseconds between two looks while the site is being built, and otherwise. */
const SOON = 2_000;
const LATER = 30_000;

interface PanelProps {
  readonly model: string;
  readonly document?: { readonly documentId: string };
  readonly documentId?: string;
}

/** Beside an entry that was ever approved: how far each language has come on its way to the site. */
export function LivePanel({ model, document, documentId }: PanelProps) {
  const { say } = useWords();
  const type = typeByUid(model)?.name;
  const id = document?.documentId ?? documentId;
  const subject = { type: type ?? '', document: id ?? '' };
  const [pollingInterval, setInterval] = useState(LATER);
  const { data } = useEntryStatusQuery(subject, {
    skip: !type || !id,
    refetchOnMountOrArgChange: true,
    pollingInterval: useWhileUsed(pollingInterval),
  });
  const building = data?.languages.some((one) => one.building) ?? false;
  useEffect(() => setInterval(building ? SOON : LATER), [building]);
  const languages = data?.languages.filter(({ wanted }) => wanted !== null) ?? [];
  if (languages.length === 0) return null;
  return {
    title: say('platform.live.title'),
    content: (
      <Flex role="status" direction="column" alignItems="stretch" gap={4} width="100%">
        {languages.map((status) => (
          <Language key={status.language} type={subject.type} status={status} />
        ))}
      </Flex>
    ),
  };
}

function Language({ type, status }: { readonly type: string; readonly status: LanguageStatus }) {
  const { say, locale, nameOfLanguage } = useWords();
  const trouble = useTrouble();
  const { wanted, approvedAt, building, since, url } = status;
  const clock = (iso: string) => clockInWords(iso, locale);
  const gone = wanted === 'gone';
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Typography tag="h3" variant="pi" fontWeight="bold">
        {nameOfLanguage(status.language)}
      </Typography>
      {approvedAt && (
        <Typography tag="p" variant="pi" textColor="neutral700">
          {say(gone ? 'platform.live.takenDown' : 'platform.live.approved', { when: clock(approvedAt) })}
        </Typography>
      )}
      {building && (
        <Typography tag="p" variant="pi" textColor="primary600">
          {say('platform.live.building')}
        </Typography>
      )}
      {since && (
        <Typography tag="p" variant="pi" textColor={gone ? 'neutral700' : 'success700'} fontWeight="bold">
          {say(gone ? 'platform.live.gone' : 'platform.live.since', { when: clock(since) })}
        </Typography>
      )}
      {status.trouble && (
        <Remark tone={status.trouble.kind === 'held' ? 'warning' : 'danger'}>
          {[trouble(status.trouble, type), say('platform.live.kept')].join('\n')}
        </Remark>
      )}
      {url && since && (
        <Link href={url} isExternal>
          {say('platform.live.see', { language: nameOfLanguage(status.language) })}
        </Link>
      )}
    </Flex>
  );
}
