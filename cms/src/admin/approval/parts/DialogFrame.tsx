import { Modal } from '@strapi/design-system';
import { type ReactNode, useState } from 'react';
import { useWords } from '../words';

interface DialogFrameProps {
  readonly title: string;
  readonly children: ReactNode;
  onClose(): void;
}

/** The frame of a dialog that is open as long as it is there; the focus then goes back to where it was. */
export function DialogFrame({ title, children, onClose }: DialogFrameProps) {
  const { say } = useWords();
  const [opener] = useState(() => document.activeElement);
  const giveFocusBack = (event: Event) => {
    // Without a trigger of its own the dialog would leave the focus nowhere.
    event.preventDefault();
    if (opener instanceof HTMLElement) opener.focus();
  };
  return (
    <Modal.Root open onOpenChange={(open) => !open && onClose()}>
      <Modal.Content aria-describedby={undefined} onCloseAutoFocus={giveFocusBack}>
        <Modal.Header closeLabel={say('platform.approval.close')}>
          <Modal.Title>{title}</Modal.Title>
        </Modal.Header>
        {children}
      </Modal.Content>
    </Modal.Root>
  );
}
