import { Checkbox } from '@strapi/design-system';
import { useState } from 'react';
import { useWithdrawMutation } from '../service';
import { useWords } from '../words';
import { ActionDialog } from './ActionDialog';
import type { DialogProps } from './dialog';
import { TextField } from './TextField';

/** Takes a page off the site in both languages and leaves a notice at its address. */
export function WithdrawDialog({ subject, approval, onClose }: DialogProps) {
  const { say } = useWords();
  const [withdraw] = useWithdrawMutation();
  const [bn, setBn] = useState(approval.notice?.bn ?? '');
  const [en, setEn] = useState(approval.notice?.en ?? '');
  const [sure, setSure] = useState(false);
  const { type, document } = subject;
  const notice = { bn: bn.trim(), en: en.trim() };
  return (
    <ActionDialog
      title={say('platform.approval.withdraw')}
      what={say('platform.approval.withdraw.what')}
      confirm={say('platform.approval.withdraw')}
      danger
      ready={notice.bn !== '' && notice.en !== '' && sure}
      done={say('platform.approval.withdraw.done')}
      run={() => withdraw({ type, document, notice }).unwrap()}
      onClose={onClose}
    >
      <TextField
        name="notice-bn"
        label={say('platform.approval.withdraw.noticeBn')}
        hint={say('platform.approval.withdraw.noticeHint')}
        language="bn"
        required
        value={bn}
        onChange={setBn}
      />
      <TextField
        name="notice-en"
        label={say('platform.approval.withdraw.noticeEn')}
        hint={say('platform.approval.withdraw.noticeHint')}
        language="en"
        required
        value={en}
        onChange={setEn}
      />
      <Checkbox checked={sure} onCheckedChange={(checked) => setSure(checked === true)}>
        {say('platform.approval.withdraw.sure')}
      </Checkbox>
    </ActionDialog>
  );
}
