import { Radio, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useUnpublishMutation } from '../service';
import { useWords } from '../words';
import type { DialogProps } from './dialog';
import { ReasonDialog } from './ReasonDialog';

/** A super admin takes a page off the site without a notice, and says why. */
export function UnpublishDialog({ subject: { type, document, language }, onClose }: DialogProps) {
  const { say, nameOfLanguage } = useWords();
  const [unpublish] = useUnpublishMutation();
  const [both, setBoth] = useState(true);
  return (
    <ReasonDialog
      title={say('platform.approval.unpublish')}
      what={say('platform.approval.unpublish.what')}
      confirm={say('platform.approval.unpublish')}
      done={say('platform.approval.unpublish.done')}
      run={(reason) =>
        unpublish({ type, document, reason, languages: both ? undefined : [language] }).unwrap()
      }
      onClose={onClose}
    >
      <Typography id="unpublish-languages" fontWeight="bold">
        {say('platform.approval.unpublish.languages')}
      </Typography>
      <Radio.Group
        aria-labelledby="unpublish-languages"
        value={both ? 'both' : 'one'}
        onValueChange={(chosen) => setBoth(chosen === 'both')}
      >
        <Radio.Item value="both">{say('platform.approval.unpublish.both')}</Radio.Item>
        <Radio.Item value="one">{nameOfLanguage(language)}</Radio.Item>
      </Radio.Group>
    </ReasonDialog>
  );
}
