import { describe, expect, it } from 'vitest';
import type { Entry } from '../content/entry.ts';
import type { View } from '../view/view.ts';
import { scriptSafe, structuredData } from './structured-data.ts';

const site = 'https://x.example';
const view = {
  to: (path: string) => `/en${path}`,
  c: { get: (_type: string, code: string) => ({ fields: { name: `Ministry ${code}` } }) },
} as unknown as View;

function dataOf(type: string, fields: object, locale = 'en') {
  const entry = { type, path: '/p/', locale, fields: { ministry: 'msw', ...fields } } as unknown as Entry;
  return structuredData(entry, { site, view });
}

const story = { title: 'T', kind: 'news', date: '2018-01-01', summary: 'S' };

describe('structured data', () => {
  it('gives a language to works only', () => {
    expect(dataOf('story', story)).toMatchObject({ '@type': 'NewsArticle', inLanguage: 'en' });
    expect(dataOf('programme', { name: 'N' })).not.toHaveProperty('inLanguage');
    expect(dataOf('ministry', { name: 'N', socialAccounts: [] })).not.toHaveProperty('inLanguage');
  });

  it('names the ministry as author and does not take a byline for a person', () => {
    const author = {
      '@type': 'GovernmentOrganization',
      name: 'Ministry msw',
      url: `${site}/en/ministries/msw/`,
    };
    expect(dataOf('story', { ...story, byline: 'Some office' })).toMatchObject({
      author,
      creditText: 'Some office',
    });
  });

  it('gives the address in the language that the entry is in', () => {
    expect(dataOf('story', story)).toMatchObject({ url: `${site}/en/p/` });
    expect(dataOf('story', story, 'bn')).toMatchObject({ url: `${site}/p/` });
  });

  it('says where else a ministry is only where it is somewhere else', () => {
    const accounts = [{ network: 'x', url: 'https://x.example/a' }];
    expect(dataOf('ministry', { name: 'N', socialAccounts: [] })).not.toHaveProperty('sameAs');
    expect(dataOf('ministry', { name: 'N', socialAccounts: accounts })).toMatchObject({
      sameAs: ['https://x.example/a'],
    });
  });
});

it('lets nothing end the script element', () => {
  expect(scriptSafe({ name: '</script>' })).toBe('{"name":"\\u003c/script>"}');
});
