import { describe, expect, it } from 'vitest';
import { allTypes, componentSchema, components, typeByName, types, vocabularies } from './index.ts';

describe('the content model', () => {
  it('localises every attribute of every type and component', () => {
    const schemas = [...allTypes.map(({ schema }) => schema), ...components.map(componentSchema)];
    for (const { attributes, info } of schemas) {
      for (const [name, attribute] of Object.entries(attributes)) {
        expect(attribute.pluginOptions, `${info.displayName} ${name}`).toEqual({ i18n: { localized: true } });
      }
    }
  });

  it('gives every type drafts and both languages', () => {
    for (const { schema } of allTypes) {
      expect(schema.options).toMatchObject({ draftAndPublish: true });
      expect(schema.pluginOptions).toEqual({ i18n: { localized: true } });
    }
  });

  it('names title, key and owner fields that exist', () => {
    for (const { fields, title, key, owner, keyScope } of allTypes) {
      for (const name of [title, key, owner, keyScope])
        expect(name === undefined || name in fields).toBe(true);
    }
  });

  it('presents by types and fields that exist, each type in a place of its own', () => {
    const presented = allTypes.flatMap((type) =>
      type.presentation ? [{ ...type, shown: type.presentation }] : [],
    );
    for (const { name, fields, shown } of presented) {
      const { address, date, description, ministries = [], portfolio, line = [] } = shown;
      const said = line.flatMap((part) =>
        typeof part === 'string' ? part : 'field' in part ? part.field : [],
      );
      const above = 'field' in address ? [address.field] : 'when' in address ? [address.when.field] : [];
      for (const field of [
        date,
        description,
        ...ministries,
        ...(portfolio?.fields ?? []),
        ...said,
        ...above,
      ]) {
        expect(field === undefined || field in fields, `${name} ${field}`).toBe(true);
      }
      for (const part of line) {
        if (typeof part === 'string' || !('count' in part)) continue;
        expect(typeByName(part.count)?.fields).toHaveProperty(part.by);
      }
      const other = 'parent' in address ? address.parent : 'list' in address ? address.list : undefined;
      if (address.kind !== 'section') expect(other === undefined || other in types, name).toBe(true);
    }
    const places = presented.map(({ shown }) => shown.place);
    expect(new Set(places).size).toBe(places.length);
  });

  it('shares what names an entry and says whose it is', () => {
    for (const { name, fields, key, owner, keyScope } of allTypes) {
      for (const field of [key, owner, keyScope])
        expect(field === undefined || fields[field]?.shared, `${name} ${field}`).toBe(true);
    }
  });

  it('shares no words', () => {
    const shared = [...allTypes, ...components].flatMap(({ fields }) => Object.values(fields));
    for (const { label, attribute } of shared.filter((field) => field.shared && !field.reference)) {
      const isLine =
        attribute.type === 'string' && attribute.regex === undefined && attribute.maxLength !== 80;
      expect(
        isLine || ['text', 'blocks', 'component', 'dynamiczone'].includes(attribute.type),
        label.en,
      ).toBe(false);
    }
  });

  it('refers only to types and vocabularies that exist', () => {
    const fields = [...allTypes, ...components].flatMap((part) => Object.values(part.fields));
    for (const { reference } of fields) {
      if (!reference) continue;
      const { type, vocabulary } = reference.target;
      expect(Object.keys(types)).toContain(type);
      if (vocabulary) expect(vocabularies).toContain(vocabulary);
    }
  });

  it('labels everything in both languages', () => {
    const parts = [...allTypes, ...components];
    const labels = parts.flatMap(({ label, fields }) => [
      label,
      ...Object.values(fields).flatMap((f) => [f.label, f.hint ?? f.label]),
    ]);
    for (const { en, bn } of labels) {
      expect(en).toMatch(/[a-z]/i);
      expect(bn).toMatch(/[\u0980-\u09ff]/);
    }
  });
});

describe('an exported entry', () => {
  const story = {
    slug: 'a-story',
    title: 'A story',
    kind: 'news',
    ministry: 'msw',
    date: '2018-09-27',
    summary: 'Short',
  };
  const problem = (fields: object) =>
    types.story.entry.safeParse({ ...story, ...fields }).error?.issues[0]?.path.join('.');

  it('may leave out what is optional, and lists are then empty', () => {
    expect(types.story.entry.parse(story)).toMatchObject({ programmes: [], body: [] });
  });

  it.each([
    ['a missing title', { title: undefined }, 'title'],
    ['a slug in Bengali', { slug: 'গল্প' }, 'slug'],
    ['a day that does not exist', { date: '2018-02-30' }, 'date'],
    ['a link that runs code', { original: 'javascript:alert(1)' }, 'original'],
    [
      'a picture without a text alternative',
      { cover: { image: { file: 'a.png', name: 'a', mime: 'image/png', size: 1 } } },
      'cover.alternative',
    ],
    ['an unknown part of a body', { body: [{ component: 'body.html', html: '<b>' }] }, 'body.0.component'],
  ])('is refused for %s, naming the field', (_what, fields, path) => {
    expect(problem(fields)).toBe(path);
  });

  it('has fiscal years of two years that follow each other', () => {
    const { entry } = types.document.fields.fiscalYear;
    expect([entry.safeParse('2018-19').success, entry.safeParse('2099-00').success]).toEqual([true, true]);
    expect([entry.safeParse('2018-20').success, entry.safeParse('2018').success]).toEqual([false, false]);
  });
});
