import { webFileOf } from '../../kernel/site-files.ts';
import type { Clock } from '../../src/content/clock.ts';
import type { Library } from '../../src/content/content-store.ts';
import type { Renderer } from '../render/bundle.ts';
import type { SitePage } from '../render/entry.ts';
import { type PageParts, partsOf } from './check-page.ts';

/** What the check finds in one page of a library, which is not written anywhere. It fails by what its template throws too. */
export async function tryPage(
  renderer: Renderer,
  library: Library,
  page: SitePage,
  clock?: Clock,
): Promise<Pick<PageParts, 'addresses' | 'problems'>> {
  try {
    const html = await renderer.render(library, page, clock);
    return partsOf(webFileOf(page.address), html, renderer.ownCode);
  } catch (error) {
    return { addresses: new Set(), problems: [(error as Error).message] };
  }
}
