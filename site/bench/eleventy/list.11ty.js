/** Lists of twenty entries each. */
export default class List {
  data() {
    return {
      pagination: { data: 'entries', size: 20, alias: 'page' },
      eleventyExcludeFromCollections: true,
      permalink: ({ pagination }) => `/list/${pagination.pageNumber + 1}/index.html`,
    };
  }

  render({ page, pagination, frame }) {
    const items = pagination.items.map(
      ({ type, key, title, summary }) => `<li><a href="/${type}/${key}/">${title}</a><p>${summary}</p></li>`,
    );
    return frame('bn', `List ${page}`, `<ul>${items.join('')}</ul>`);
  }
}
