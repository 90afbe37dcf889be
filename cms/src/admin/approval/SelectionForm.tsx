import { Modal } from '@strapi/design-system';
import { Page, useFetchClient } from '@strapi/strapi/admin';
import { typeByUid } from 'content-types';
import { useEffect, useState } from 'react';
import type { BatchItem, EntryApproval } from '../../features/approval/api';
import { useEntryLanguage } from '../entry-language';
import { type BatchAction, BatchForm } from './BatchForm';
import { Remark } from './parts/Remark';
import { may } from './queue';
import { useWords } from './words';

interface SelectionFormProps {
  readonly action: BatchAction;
  readonly model: string;
  readonly documents: readonly string[];
  onDone(): void;
  onClose(): void;
}

type Item = BatchItem & { readonly title: string };

/** Finds out which of the selected documents can be decided on in the list's language, and asks. */
export function SelectionForm({ action, model, documents, onDone, onClose }: SelectionFormProps) {
  const { say } = useWords();
  const { get } = useFetchClient();
  const language = useEntryLanguage();
  const type = typeByUid(model)?.name;
  const [items, setItems] = useState<readonly Item[]>();
  const [failed, setFailed] = useState(false);
  // What was selected when the dialog opened; the list behind it may change meanwhile.
  const [asked] = useState(documents);
  useEffect(() => {
    let wanted = true;
    const found = asked.map(async (document) => {
      const { data } = await get<EntryApproval>(`/platform/approval/entries/${type}/${document}`);
      const approval = data.languages.find((one) => one.language === language);
      if (!type || !approval?.digest || !may(approval, action)) return [];
      return [{ type, document, language, digest: approval.digest, title: approval.title ?? document }];
    });
    Promise.all(found).then(
      (lists) => wanted && setItems(lists.flat()),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [get, asked, type, language, action]);
  if (failed) {
    return (
      <Modal.Body>
        <Remark tone="danger">{say('platform.approval.failed')}</Remark>
      </Modal.Body>
    );
  }
  if (!items) return <Page.Loading />;
  return (
    <BatchForm
      action={action}
      items={items}
      leftOut={asked.length - items.length}
      onDone={onDone}
      onClose={onClose}
    />
  );
}
