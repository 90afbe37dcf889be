import { z } from 'zod';
import { type Attribute, type Component, type Fields, field, type Label, type Options } from './fields.ts';

/** What an object of these fields looks like once it is exported. */
export type EntryShape<F extends Fields> = { [K in keyof F]: F[K]['entry'] };

/** The Zod object of a set of fields. */
export function entryOf<F extends Fields>(fields: F): z.ZodObject<EntryShape<F>> {
  const shape = Object.fromEntries(Object.entries(fields).map(([name, { entry }]) => [name, entry]));
  return z.object(shape as EntryShape<F>);
}

/** Defines a component; `uid` is `category.name`. */
export function defineComponent<const F extends Fields, const U extends string>(
  uid: U,
  label: Label,
  icon: string,
  fields: F,
): Component<F, U> {
  return { uid, label, icon, fields };
}

function componentAttribute(component: Component, repeatable: boolean): Attribute {
  return { type: 'component', component: component.uid, repeatable };
}

/** One component. */
export function group<const F extends Fields, const O extends Options>(
  label: Label,
  component: Component<F>,
  options: O,
) {
  return field(label, options, componentAttribute(component, false), entryOf(component.fields), {
    components: [component],
  });
}

/** A list of components, empty when there are none. */
export function repeat<const F extends Fields>(label: Label, component: Component<F>, options: Options = {}) {
  const entry = z.array(entryOf(component.fields)).default([]);
  return {
    ...field(label, options, componentAttribute(component, true), entry, { components: [component] }),
    entry: entry as z.ZodType<z.infer<z.ZodObject<EntryShape<F>>>[]>,
  };
}

type ZonePart<C extends Component> =
  C extends Component<infer F, infer U> ? z.infer<z.ZodObject<EntryShape<F>>> & { component: U } : never;

/** A body put together from components of several kinds; each part carries its `component` uid. */
export function zone<const C extends readonly Component[]>(
  label: Label,
  components: C,
  options: Options = {},
) {
  const parts = components.map((c) => entryOf(c.fields).extend({ component: z.literal(c.uid) }));
  const entry = z
    .array(
      z.discriminatedUnion(
        'component',
        parts as unknown as [z.ZodObject<{ component: z.ZodLiteral<string> }>],
      ),
    )
    .default([]);
  return {
    ...field(label, options, { type: 'dynamiczone', components: components.map((c) => c.uid) }, entry, {
      components,
    }),
    entry: entry as unknown as z.ZodType<ZonePart<C[number]>[]>,
  };
}
