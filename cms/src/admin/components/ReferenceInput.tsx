import { useIntl } from 'react-intl';
import { ReferenceField, type ReferenceInputProps } from './ReferenceField';

/** The input of a reference to one entry. */
export default function ReferenceInput({
  attribute,
  value,
  onChange,
  ...field
}: ReferenceInputProps<string>) {
  const { formatMessage } = useIntl();
  return (
    <ReferenceField
      {...field}
      options={attribute.options}
      value={value ?? ''}
      chosen={[]}
      placeholder={formatMessage({ id: 'platform.reference.choose' })}
      onChoose={(next) => onChange(field.name, next)}
      onClear={() => onChange(field.name, null)}
    />
  );
}
