import { describe, expect, it } from 'vitest';
import { xmlAddresses, xmlProblem } from './check-xml.ts';

const feed = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><!-- a > b -->
  <title>ভাতা &amp; কাজ &#x995;</title>
  <link rel="self" href="https://example.org/feed.xml?a=1&amp;b=2"/>
  <entry><content type="html"><![CDATA[<p>1 < 2 & 3]]></content></entry>
</feed>
`;

describe('xmlProblem', () => {
  it('finds nothing wrong with a feed', () => {
    expect(xmlProblem(feed)).toBeUndefined();
  });

  it.each([
    ['<a><b></a></b>', '</a> closes <b>'],
    ['<a>', '<a> is not closed'],
    ['<a/><b/>', '2 outermost elements'],
    ['', '0 outermost elements'],
    ['<a>1 < 2</a>', 'a "<" that begins nothing'],
    ['<a>R & D</a>', 'an "&" that begins no entity'],
    ['<a b="R & D"/>', 'an "&" that begins no entity'],
    ['<a>&nbsp;</a>', 'an "&" that begins no entity'],
    ['<a b=c></a>', 'a "<" that begins nothing'],
  ])('says what is wrong with %s', (xml, problem) => {
    expect(xmlProblem(xml)).toContain(problem);
  });
});

it('reads the addresses of feeds and sitemaps', () => {
  expect(xmlAddresses(`${feed}<loc>https://example.org/x/</loc>`)).toEqual([
    'https://example.org/feed.xml?a=1&b=2',
    'https://example.org/x/',
  ]);
});
