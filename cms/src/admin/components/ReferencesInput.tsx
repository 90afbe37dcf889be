import { Flex, Tag } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { ReferenceField, type ReferenceInputProps } from './ReferenceField';
import { useTargetName } from './targets';

/** The input of references to several entries, in the order in which they were added. */
export default function ReferencesInput({
  attribute,
  value,
  onChange,
  ...field
}: ReferenceInputProps<string[]>) {
  const { formatMessage } = useIntl();
  const nameOf = useTargetName();
  const chosen = value ?? [];
  const change = (next: string[]) => onChange(field.name, next.length > 0 ? next : null);
  return (
    <ReferenceField
      {...field}
      options={attribute.options}
      value=""
      chosen={chosen}
      placeholder={formatMessage({ id: 'platform.reference.add' })}
      onChoose={(next) => change([...chosen, next])}
    >
      {(targets) =>
        chosen.length > 0 && (
          <Flex wrap="wrap" gap={2} paddingTop={1}>
            {chosen.map((one) => {
              const name = nameOf(
                targets.find((target) => target.value === one),
                one,
              );
              return (
                <Tag
                  key={one}
                  icon={<Cross />}
                  label={formatMessage({ id: 'platform.reference.remove' }, { name })}
                  disabled={field.disabled}
                  onClick={() => change(chosen.filter((other) => other !== one))}
                >
                  {name}
                </Tag>
              );
            })}
          </Flex>
        )
      }
    </ReferenceField>
  );
}
