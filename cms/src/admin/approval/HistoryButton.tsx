import { Button, Modal } from '@strapi/design-system';
import { useState } from 'react';
import { History } from './parts/History';
import { useWords } from './words';

/** Opens what happened to a document. */
export function HistoryButton({ type, document }: { readonly type: string; readonly document: string }) {
  const { say } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <Modal.Root open={open} onOpenChange={setOpen}>
      <Modal.Trigger>
        <Button variant="tertiary" fullWidth type="button">
          {say('platform.approval.history')}
        </Button>
      </Modal.Trigger>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={say('platform.approval.close')}>
          <Modal.Title>{say('platform.approval.history')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <History type={type} document={document} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
