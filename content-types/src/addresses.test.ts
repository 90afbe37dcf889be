import { describe, expect, it } from 'vitest';
import { entryPath, isReserved, namesAt, partId, sections, type TypeName } from './index.ts';

const pathOf = (type: TypeName, key: string, fields: object = {}) => entryPath({ type, key, fields });

describe('the address of an entry', () => {
  it.each([
    ['story', 'flood', {}, '/stories/flood/'],
    ['ministry', 'msw', {}, '/ministries/msw/'],
    ['page', 'about', {}, '/about/'],
    ['lesson', 'first', { course: 'basics' }, '/courses/basics/first/'],
    ['charter-service', 'card', { ministry: 'msw' }, '/ministries/msw/#service-card'],
    [
      'term',
      'life-cycle-stage/old-age',
      { vocabulary: 'life-cycle-stage', code: 'old-age' },
      '/programmes/#old-age',
    ],
    ['term', 'story-kind/news', { vocabulary: 'story-kind', code: 'news' }, undefined],
    ['site-settings', 'site-settings', {}, undefined],
  ] as const)('of a %s', (type, key, fields, path) => {
    expect(pathOf(type, key, fields)).toBe(path);
  });

  it('leads back to its name, where it is a page', () => {
    expect(namesAt('/stories/flood/')).toEqual(['story/flood']);
    expect(namesAt('/courses/basics/first/')).toEqual(['course/basics', 'lesson/first']);
    expect(namesAt('/ministries/msw/stories/')).toEqual(['ministry/msw']);
    expect(namesAt('/about/')).toEqual(['page/about']);
    for (const path of ['/', '/stories/', '/stories/page/2/', '/nothing/x/'])
      expect(namesAt(path)).toEqual([]);
  });

  it('has the part that a page marks', () => {
    expect(partId('charter-service', 'card')).toBe('service-card');
  });
});

describe('names that addresses need', () => {
  it('are refused where they would stand in the way, and allowed elsewhere', () => {
    for (const key of ['stories', 'bn', 'en', 'search', '404', 'files', 'media', 'pagefind', 'page']) {
      expect([key, isReserved('page', key)]).toEqual([key, true]);
    }
    expect(sections.every((type) => isReserved('story', type))).toBe(false);
    expect(isReserved('story', 'search')).toBe(false);
    expect(isReserved('story', 'page')).toBe(true);
  });
});
