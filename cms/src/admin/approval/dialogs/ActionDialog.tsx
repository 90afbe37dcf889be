import { Button, type ButtonProps, Flex, Modal, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { type FormEvent, type ReactNode, useState } from 'react';
import { DialogFrame } from '../parts/DialogFrame';
import { Remark } from '../parts/Remark';
import { useWords } from '../words';

interface ActionFormProps {
  /** What will happen, in a sentence or two. */
  readonly what: string;
  readonly confirm: string;
  readonly danger?: boolean;
  /** Whether all that is needed has been filled in. */
  readonly ready: boolean;
  /** Said once it is done. */
  readonly done: string;
  readonly children?: ReactNode;
  run(): Promise<unknown>;
  onClose(): void;
}

/** Says what an action does, asks for what it needs, and shows why it was refused. */
export function ActionDialog({ title, ...form }: ActionFormProps & { readonly title: string }) {
  return (
    <DialogFrame title={title} onClose={form.onClose}>
      <ActionForm {...form} />
    </DialogFrame>
  );
}

/** The inside of such a dialog, for where Strapi makes the frame. */
export function ActionForm({
  what,
  confirm,
  danger = false,
  ready,
  done,
  children,
  run,
  onClose,
}: ActionFormProps) {
  const { say, tellError } = useWords();
  const { toggleNotification } = useNotification();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const variant: ButtonProps['variant'] = danger ? 'danger' : 'default';

  async function submit(event: FormEvent) {
    event.preventDefault();
    // The entry's own form is around this one in React's tree.
    event.stopPropagation();
    if (!ready || busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await run();
      toggleNotification({ type: 'success', message: done });
      onClose();
    } catch (error) {
      setProblem(tellError(error));
      setBusy(false);
    }
  }

  return (
    <form onSubmit={submit} style={{ display: 'contents' }}>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Typography tag="p">{what}</Typography>
          {children}
          {problem && (
            <Remark tone="danger" role="alert">
              {problem}
            </Remark>
          )}
        </Flex>
      </Modal.Body>
      <Modal.Footer>
        <Button type="button" variant="tertiary" onClick={onClose}>
          {say('platform.approval.cancel')}
        </Button>
        <Button type="submit" variant={variant} loading={busy} disabled={!ready}>
          {confirm}
        </Button>
      </Modal.Footer>
    </form>
  );
}
