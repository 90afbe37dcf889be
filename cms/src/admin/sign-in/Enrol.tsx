import { Button, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Enrolment } from '../../features/accounts/second-factor/routes';
import { Ask } from './parts';
import type { FactorChange } from './useFactor';

const PICTURE_SIZE = 240;

/** From the password over the app to the first code. */
export function Enrol({
  required,
  change,
  onDone,
}: {
  readonly required: boolean;
  readonly change: FactorChange;
  onDone(recoveryCodes: readonly string[]): void;
}) {
  const { formatMessage } = useIntl();
  const [enrolment, setEnrolment] = useState<Enrolment>();
  if (!enrolment) {
    return (
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography fontWeight="bold">
          {formatMessage({ id: required ? 'platform.factor.required' : 'platform.factor.off' })}
        </Typography>
        <Typography>{formatMessage({ id: 'platform.factor.why' })}</Typography>
        <Ask
          fields={['password']}
          submit="platform.factor.begin"
          onSubmit={async ({ password }) => setEnrolment(await change<Enrolment>('begin', { password }))}
        />
      </Flex>
    );
  }
  return (
    <Flex direction="column" alignItems="flex-start" gap={4}>
      <Typography>{formatMessage({ id: 'platform.factor.scan' })}</Typography>
      <img
        src={enrolment.picture}
        alt={formatMessage({ id: 'platform.factor.picture' })}
        width={PICTURE_SIZE}
        height={PICTURE_SIZE}
      />
      <Key text={enrolment.secret} />
      <Ask
        fields={['code']}
        submit="platform.factor.confirm"
        onSubmit={async ({ code }) => {
          const done = await change<{ recoveryCodes: string[] }>('confirm', { code });
          if (done) onDone(done.recoveryCodes);
        }}
      />
    </Flex>
  );
}

export function RecoveryCodes({ codes, onKept }: { readonly codes: readonly string[]; onKept(): void }) {
  const { formatMessage } = useIntl();
  return (
    <Flex direction="column" alignItems="flex-start" gap={4}>
      <Typography variant="beta">{formatMessage({ id: 'platform.factor.kept.title' })}</Typography>
      <Typography>{formatMessage({ id: 'platform.factor.kept.text' })}</Typography>
      <ol>
        {codes.map((code) => (
          <li key={code}>
            <Key text={code} />
          </li>
        ))}
      </ol>
      <Button onClick={onKept}>{formatMessage({ id: 'platform.factor.kept.done' })}</Button>
    </Flex>
  );
}

/** Letters to be copied by hand: 0 and O look different, and they are read in fours. */
function Key({ text }: { readonly text: string }) {
  return (
    <Typography tag="code" style={{ fontFamily: 'monospace', fontSize: '1.6rem' }}>
      {text.replace(/([A-Z2-7]{4})(?=[A-Z2-7])/g, '$1 ')}
    </Typography>
  );
}
