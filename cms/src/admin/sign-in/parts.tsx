import { Button, Field, Flex, TextInput } from '@strapi/design-system';
import { type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import type { signInEn } from '../translations/sign-in.en';

type Name = 'password' | 'code';

/** A small form that asks for the password, a code, or both, and forgets them once they are sent. */
export function Ask({
  fields,
  submit,
  onSubmit,
}: {
  readonly fields: readonly Name[];
  readonly submit: keyof typeof signInEn;
  onSubmit(typed: Readonly<Record<Name, string>>): Promise<unknown>;
}) {
  const { formatMessage } = useIntl();
  const [typed, setTyped] = useState({ password: '', code: '' });
  const [busy, setBusy] = useState(false);
  async function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setTyped({ password: '', code: '' });
    await onSubmit(typed);
    setBusy(false);
  }
  return (
    <form onSubmit={send}>
      <Flex direction="column" alignItems="stretch" gap={4} maxWidth="36rem">
        {fields.map((name) => (
          <Field.Root key={name} name={name} required>
            <Field.Label>{formatMessage({ id: `platform.factor.${name}` })}</Field.Label>
            <TextInput
              type={name === 'password' ? 'password' : 'text'}
              autoComplete={name === 'password' ? 'current-password' : 'one-time-code'}
              required
              value={typed[name]}
              onChange={(event: { target: { value: string } }) =>
                setTyped({ ...typed, [name]: event.target.value })
              }
            />
          </Field.Root>
        ))}
        <Button type="submit" loading={busy}>
          {formatMessage({ id: submit })}
        </Button>
      </Flex>
    </form>
  );
}
