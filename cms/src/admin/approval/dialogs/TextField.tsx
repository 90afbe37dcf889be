import { Field, Textarea } from '@strapi/design-system';

interface TextFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly language?: string;
  readonly value: string;
  readonly focus?: boolean;
  onChange(value: string): void;
}

/** Longest text that the server takes, in characters (`features/approval/routes.ts`). */
const LONGEST = 1000;

/** Some lines of text in a dialog. */
export function TextField({ name, label, hint, required, language, value, focus, onChange }: TextFieldProps) {
  return (
    <Field.Root name={name} id={`approval-${name}`} hint={hint} required={required}>
      <Field.Label>{label}</Field.Label>
      <Textarea
        lang={language}
        maxLength={LONGEST}
        autoFocus={focus}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <Field.Hint />
    </Field.Root>
  );
}
