import { Checkbox, Flex, Radio, Typography } from '@strapi/design-system';
import { useState } from 'react';
import {
  FIXED_NOTICES,
  type FixedNotice,
  fixedNotices,
} from '../../../features/approval/isomorphic/fixed-notices';
import { useProposeMutation, useWithdrawMutation } from '../service';
import { useWords } from '../words';
import { ActionDialog } from './ActionDialog';
import type { DialogProps } from './dialog';
import { TextField } from './TextField';

/** Stands for the notice that is there already. */
const KEEP = 'keep';

/**
 * Takes a page off the site in both languages and leaves a fixed sentence at its address; other words wait
 * for a second person.
 */
export function WithdrawDialog({ subject, approval, onClose }: DialogProps) {
  const { say } = useWords();
  const [withdraw] = useWithdrawMutation();
  const [propose] = useProposeMutation();
  const isThere = approval.notice !== null;
  const name = say(isThere ? 'platform.approval.change-notice' : 'platform.approval.withdraw');
  const [sentence, setSentence] = useState<FixedNotice | typeof KEEP | undefined>(isThere ? KEEP : undefined);
  const [own, setOwn] = useState(false);
  const [bn, setBn] = useState('');
  const [en, setEn] = useState('');
  const [sure, setSure] = useState(false);
  const { type, document } = subject;
  const wording = own ? { bn: bn.trim(), en: en.trim() } : undefined;
  const worded = wording === undefined || (wording.bn !== '' && wording.en !== '');
  const changes = sentence !== undefined && (sentence !== KEEP || own);
  const run = async () => {
    if (sentence === undefined) return;
    if (sentence !== KEEP) await withdraw({ type, document, sentence, wording }).unwrap();
    else if (wording) await propose({ type, document, wish: { kind: 'notice', notice: wording } }).unwrap();
  };
  return (
    <ActionDialog
      title={name}
      what={say(isThere ? 'platform.approval.change-notice.what' : 'platform.approval.withdraw.what')}
      confirm={name}
      danger
      ready={changes && worded && sure}
      done={say(
        own
          ? 'platform.approval.withdraw.doneOwn'
          : isThere
            ? 'platform.approval.change-notice.done'
            : 'platform.approval.withdraw.done',
      )}
      run={run}
      onClose={onClose}
    >
      <Typography id="withdraw-sentence" fontWeight="bold">
        {say('platform.approval.withdraw.sentence')}
      </Typography>
      <Radio.Group
        aria-labelledby="withdraw-sentence"
        value={sentence ?? ''}
        onValueChange={(chosen) => setSentence(chosen as FixedNotice | typeof KEEP)}
      >
        {isThere && <Radio.Item value={KEEP}>{say('platform.approval.withdraw.keep')}</Radio.Item>}
        {fixedNotices.map((code) => (
          <Radio.Item key={code} value={code}>
            <Sentence code={code} />
          </Radio.Item>
        ))}
      </Radio.Group>
      <Checkbox checked={own} onCheckedChange={(checked) => setOwn(checked === true)}>
        {say('platform.approval.withdraw.own')}
      </Checkbox>
      {own && (
        <>
          <Typography tag="p">{say('platform.approval.withdraw.ownWhat')}</Typography>
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
        </>
      )}
      <Checkbox checked={sure} onCheckedChange={(checked) => setSure(checked === true)}>
        {say('platform.approval.withdraw.sure')}
      </Checkbox>
    </ActionDialog>
  );
}

/** A sentence as visitors will read it, in both languages. */
function Sentence({ code }: { readonly code: FixedNotice }) {
  const { bn, en } = FIXED_NOTICES[code];
  return (
    <Flex tag="span" direction="column" alignItems="flex-start">
      <span lang="bn">{bn}</span>
      <Typography tag="span" variant="pi" textColor="neutral700" lang="en">
        {en}
      </Typography>
    </Flex>
  );
}
