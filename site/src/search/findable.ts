/** Whether a page is to be found by the search. */
export function isFindable(html: string): boolean {
  return html.includes('data-pagefind-body');
}
