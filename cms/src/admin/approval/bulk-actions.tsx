import { useAuth, useTable } from '@strapi/strapi/admin';
import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { BatchAction } from './BatchForm';
import { DECIDING } from './roles';
import { SelectionForm } from './SelectionForm';

interface ListProps {
  readonly model: string;
  readonly documents: readonly { readonly documentId: string }[];
}

/** A button over the list of entries that decides on all that are selected, in the list's language. */
function bulkAction(action: BatchAction) {
  return function BulkAction({ model, documents }: ListProps) {
    const { formatMessage } = useIntl();
    const decides = useAuth('BulkAction', ({ user }) =>
      user?.roles?.some(({ code }) => DECIDING.includes(code)),
    );
    const selectRow = useTable('BulkAction', (table) => table.selectRow);
    const content = useCallback(
      ({ onClose }: { readonly onClose: () => void }) => (
        <SelectionForm
          action={action}
          model={model}
          documents={documents.map(({ documentId }) => documentId)}
          onDone={() => selectRow([])}
          onClose={onClose}
        />
      ),
      [model, documents, selectRow],
    );
    if (!decides) return null;
    const label = formatMessage({ id: `platform.queue.${action}Selected` });
    return {
      label,
      variant: action === 'return' ? ('secondary' as const) : ('default' as const),
      dialog: { type: 'modal' as const, title: label, content },
    };
  };
}

export const bulkActions = [bulkAction('approve'), bulkAction('return')];
