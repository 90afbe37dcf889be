import { Box, Button, Checkbox, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { QueueEntry } from '../../features/approval/api';
import { type BatchAction, BatchForm } from './BatchForm';
import { DialogFrame } from './parts/DialogFrame';
import { QueueFilters } from './parts/QueueFilters';
import { QueueItem } from './parts/QueueItem';
import { Remark } from './parts/Remark';
import { ALL, keyOf, may, narrow } from './queue';
import { useWords } from './words';

const ACTIONS: readonly BatchAction[] = ['approve', 'agree', 'return'];

/** All that waits, to be narrowed, opened, or decided on several at once. */
export function QueueList({ entries }: { readonly entries: readonly QueueEntry[] }) {
  const { say } = useWords();
  const [filter, setFilter] = useState(ALL);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [batch, setBatch] = useState<BatchAction>();
  const selectable = entries.some((entry) => ACTIONS.some((action) => may(entry, action)));
  const shown = narrow(entries, filter);
  // What has left the queue or is filtered away is not decided on.
  const selected = shown.filter((entry) => selection.has(keyOf(entry)));
  const select = (keys: Iterable<string>) => setSelection(new Set(keys));
  const toggle = (key: string, on: boolean) =>
    select(on ? [...selection, key] : [...selection].filter((one) => one !== key));
  const able = batch ? selected.filter((entry) => may(entry, batch)) : [];
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <QueueFilters entries={entries} filter={filter} onChange={setFilter} />
      {shown.length === 0 ? (
        <Remark tone="info">{say('platform.queue.emptyFilter')}</Remark>
      ) : (
        <>
          {selectable && (
            <Flex gap={3} wrap="wrap" alignItems="center">
              <Checkbox
                checked={
                  selected.length === shown.length ? true : selected.length > 0 ? 'indeterminate' : false
                }
                onCheckedChange={(checked) => select(checked === true ? shown.map(keyOf) : [])}
              >
                {say('platform.queue.selectAll')}
              </Checkbox>
              {selected.length > 0 && (
                <>
                  <Typography role="status">
                    {say('platform.queue.selected', { count: selected.length })}
                  </Typography>
                  {ACTIONS.filter((action) => selected.some((entry) => may(entry, action))).map((action) => (
                    <Button
                      key={action}
                      size="S"
                      variant={action === 'return' ? 'secondary' : 'default'}
                      onClick={() => setBatch(action)}
                    >
                      {say(`platform.queue.${action}Selected`)}
                    </Button>
                  ))}
                </>
              )}
            </Flex>
          )}
          <Box tag="ol">
            {shown.map((entry) => (
              <QueueItem
                key={keyOf(entry)}
                entry={entry}
                selected={selection.has(keyOf(entry))}
                onSelect={selectable ? (on) => toggle(keyOf(entry), on) : undefined}
              />
            ))}
          </Box>
        </>
      )}
      {batch && (
        <DialogFrame title={say(`platform.queue.${batch}Selected`)} onClose={() => setBatch(undefined)}>
          <BatchForm
            action={batch}
            items={able}
            leftOut={selected.length - able.length}
            onDone={(refused) => select(refused.map(keyOf))}
            onClose={() => setBatch(undefined)}
          />
        </DialogFrame>
      )}
    </Flex>
  );
}
