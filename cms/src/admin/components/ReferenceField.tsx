import { Combobox, ComboboxOption, Field } from '@strapi/design-system';
import type { InputProps } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { type ReferenceOptions, type ShownTarget, useTargetName, useTargets } from './targets';

/** What Strapi gives the input of a custom field. */
export interface ReferenceInputProps<Value>
  extends Pick<InputProps, 'name' | 'label' | 'hint' | 'required' | 'disabled'> {
  readonly attribute: { readonly options: ReferenceOptions };
  readonly labelAction?: ReactNode;
  readonly value?: Value | null;
  readonly error?: string;
  onChange(name: string, value: Value | null): void;
}

interface ReferenceFieldProps
  extends Pick<
    ReferenceInputProps<unknown>,
    'name' | 'label' | 'hint' | 'required' | 'disabled' | 'labelAction' | 'error'
  > {
  readonly options: ReferenceOptions;
  /** Empty where the box only adds to a list. */
  readonly value: string;
  /** Targets that cannot be chosen again. */
  readonly chosen: readonly string[];
  readonly placeholder: string;
  onChoose(value: string): void;
  onClear?(): void;
  children?(targets: readonly ShownTarget[]): ReactNode;
}

/** A box to search and choose one target in, with its label, hint and errors. */
export function ReferenceField({
  options,
  value,
  chosen,
  placeholder,
  onChoose,
  onClear,
  children,
  ...field
}: ReferenceFieldProps) {
  const { formatMessage } = useIntl();
  const { targets, failed } = useTargets(options);
  const nameOf = useTargetName();
  const error = field.error ?? (failed ? formatMessage({ id: 'platform.reference.failed' }) : undefined);
  const known = targets?.filter((target) => target.value === value || !chosen.includes(target.value)) ?? [];
  // A value without a target would leave the box empty, as if nothing had been chosen.
  const lost = value !== '' && targets && !targets.some((target) => target.value === value);
  return (
    <Field.Root name={field.name} id={field.name} error={error} hint={field.hint} required={field.required}>
      <Field.Label action={field.labelAction}>{field.label}</Field.Label>
      <Combobox
        key={targets ? `${chosen.length} of ${targets.length}` : 'loading'}
        value={value}
        placeholder={placeholder}
        disabled={field.disabled || !targets}
        loading={!targets && !failed}
        loadingMessage={formatMessage({ id: 'platform.reference.loading' })}
        clearLabel={formatMessage({ id: 'platform.reference.clear' })}
        noOptionsMessage={(query) => formatMessage({ id: 'platform.reference.none' }, { query })}
        autocomplete={{ type: 'list', filter: 'contains' }}
        onChange={(next) => next && onChoose(String(next))}
        onClear={onClear}
      >
        {lost && <ComboboxOption value={value}>{nameOf(undefined, value)}</ComboboxOption>}
        {known.map((target) => (
          <ComboboxOption key={target.value} value={target.value}>
            {nameOf(target, target.value)}
          </ComboboxOption>
        ))}
      </Combobox>
      {targets && children?.(targets)}
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
}
