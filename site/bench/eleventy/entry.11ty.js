/** One page for each entry, with what a page of ours holds: head, styles, header, text, footer. */
export default class Entry {
  data() {
    return {
      pagination: { data: 'entries', size: 1, alias: 'entry' },
      eleventyExcludeFromCollections: true,
      permalink: ({ entry }) => `${entry.locale === 'en' ? '/en' : ''}/${entry.type}/${entry.key}/index.html`,
    };
  }

  render({ entry, frame }) {
    return frame(entry.locale, entry.title, entry.paragraphs.map((text) => `<p>${text}</p>`).join(''));
  }
}
