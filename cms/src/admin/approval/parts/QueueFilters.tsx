import { Flex } from '@strapi/design-system';
import type { QueueEntry } from '../../../features/approval/api';
import { ANY, ministriesOf, type QueueSelection, typesOf } from '../queue';
import { useWords } from '../words';
import { Choice } from './Choice';

interface QueueFiltersProps {
  readonly entries: readonly QueueEntry[];
  readonly filter: QueueSelection;
  onChange(filter: QueueSelection): void;
}

/** What the queue is narrowed to: a ministry, a kind, a language. */
export function QueueFilters({ entries, filter, onChange }: QueueFiltersProps) {
  const { say, typeName, nameOfLanguage, locale } = useWords();
  return (
    <Flex gap={3} wrap="wrap">
      <Choice
        label={say('platform.queue.column.ministry')}
        value={filter.ministry}
        options={[
          { value: ANY, label: say('platform.queue.filter.allMinistries') },
          ...ministriesOf(entries, locale).map(({ code, name }) => ({ value: code, label: name })),
        ]}
        onChange={(ministry) => onChange({ ...filter, ministry })}
      />
      <Choice
        label={say('platform.queue.column.type')}
        value={filter.type}
        options={[
          { value: ANY, label: say('platform.queue.filter.allTypes') },
          ...typesOf(entries).map((type) => ({ value: type, label: typeName(type) })),
        ]}
        onChange={(type) => onChange({ ...filter, type })}
      />
      <Choice
        label={say('platform.queue.column.language')}
        value={filter.language}
        options={[
          { value: ANY, label: say('platform.queue.filter.allLanguages') },
          { value: 'bn', label: nameOfLanguage('bn') },
          { value: 'en', label: nameOfLanguage('en') },
        ]}
        onChange={(language) => onChange({ ...filter, language })}
      />
    </Flex>
  );
}
