import { Box, Field, Grid, SingleSelect, SingleSelectOption, TextInput } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { useWords } from './useWords';

/** What the page asks the server for; empty words ask for all. */
export interface Wanted {
  readonly search: string;
  readonly action: string;
  readonly ministry: string;
  readonly from: string;
  readonly until: string;
}

const KINDS = [
  'approval',
  'entry',
  'sign-in',
  'account',
  'password',
  'second-factor',
  'role',
  'membership',
  'ministry-step',
  'token',
  'backup',
  'audit',
];
/** Stands for no choice: a select takes an empty value for a cleared one. */
const ALL = 'all';

export function Filters({
  wanted,
  ministries,
  onChange,
}: {
  readonly wanted: Wanted;
  readonly ministries: ReadonlyMap<string, string>;
  onChange(change: Partial<Wanted>): void;
}) {
  const say = useWords();
  const text = (name: 'search' | 'from' | 'until', type: string) => (
    <TextInput
      type={type}
      placeholder={name === 'search' ? say('search.hint') : undefined}
      value={wanted[name]}
      onChange={(event: { target: { value: string } }) => onChange({ [name]: event.target.value })}
    />
  );
  const choice = (name: 'action' | 'ministry', all: string, options: [string, string][]) => (
    <SingleSelect
      value={wanted[name] || ALL}
      onChange={(value: string | number) => onChange({ [name]: value === ALL ? '' : String(value) })}
    >
      {[[ALL, all] as const, ...options].map(([value, label]) => (
        <SingleSelectOption key={value} value={value}>
          {label}
        </SingleSelectOption>
      ))}
    </SingleSelect>
  );
  const kinds = KINDS.map((kind): [string, string] => [kind, say(`kind.${kind}`) ?? kind]);
  return (
    <Grid.Root gap={4}>
      <Named label="search">{text('search', 'search')}</Named>
      <Named label="kind">{choice('action', say('kind.all') ?? '', kinds)}</Named>
      <Named label="ministry">{choice('ministry', say('ministry.all') ?? '', [...ministries])}</Named>
      <Named label="from">{text('from', 'date')}</Named>
      <Named label="until">{text('until', 'date')}</Named>
    </Grid.Root>
  );
}

function Named({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const say = useWords();
  return (
    <Grid.Item col={4} s={6} xs={12}>
      <Box width="100%">
        <Field.Root name={label}>
          <Field.Label>{say(label)}</Field.Label>
          {children}
        </Field.Root>
      </Box>
    </Grid.Item>
  );
}
