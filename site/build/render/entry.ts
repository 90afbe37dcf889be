import { createApp } from 'astro/app/entrypoint';
import { type Clock, RecordingClock } from '../../src/content/clock.ts';
import type { Library } from '../../src/content/content-store.ts';
import { withLibrary } from '../../src/content/current-content.ts';
import { withPolicy } from '../../src/security/csp.ts';
import { ownCodeOf } from '../../src/security/own-code.ts';

/** One page of the site, or one of its feeds and other files. */
export interface SitePage {
  /** From the root, `/en/stories/x/` or `/feed.xml`. */
  readonly address: string;
  /** The file in `src/pages/` that makes it. */
  readonly component: string;
  /** What that file is given. */
  readonly props: Readonly<Record<string, unknown>>;
}

interface PageModule {
  readonly getStaticPaths?: () => StaticPath[] | Promise<StaticPath[]>;
}
interface StaticPath {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly props?: SitePage['props'];
}

const app = createApp({ streaming: false });
/** Astro would answer an error with a page about it. */
app.renderError = async (_request, { error, response, status }) => {
  if (response && status === 404) return response;
  throw error instanceof Error ? error : new Error(`Astro answered ${status}`);
};
/** The only path of a file that makes one page. */
const ALONE: StaticPath = { params: {} };
const routes = app.manifestData.routes.filter(({ origin }) => origin === 'project');

/** The styles and scripts that pages may have. */
export const ownCode = ownCodeOf(app.manifest);

/** Which pages there are is asked at a change of the content alone. */
const TIMELESS = new Proxy({} as Clock, {
  get: () => {
    throw new Error('Which pages there are must not depend on the time: ask the clock in the template');
  },
});

/** Every page that a site of this library has. */
export async function pagesOf(library: Library): Promise<SitePage[]> {
  const all = await Promise.all(
    routes.map(async ({ component, route, type }) => {
      const { getStaticPaths } = await moduleOf(component);
      const paths = getStaticPaths
        ? await withLibrary(library, TIMELESS, async () => getStaticPaths())
        : [ALONE];
      return paths.map((path) =>
        pageOf(path, component, () => addressOf(route, path.params) + (type === 'page' ? '/' : '')),
      );
    }),
  );
  return all.flat();
}

/**
 * The same object for the same path of a file, so that who compares two lists of pages sees at once
 * what they share.
 */
function pageOf(path: StaticPath, component: string, address: () => string): SitePage {
  const made = pages.get(path) ?? [];
  const known = made.find((page) => page.component === component);
  if (known) return known;
  const page: SitePage = { address: address(), component, props: path.props ?? {} };
  pages.set(path, [...made, page]);
  return page;
}

/** What each path became; an entry's page and its feed have the same one. */
const pages = new WeakMap<StaticPath, readonly SitePage[]>();

/**
 * Renders one page of a library.
 * @param clock what it asks about now; the system's if not given
 * @throws Error what its template throws, naming the page.
 */
export async function render(library: Library, page: SitePage, clock?: Clock): Promise<string> {
  const text = new TextDecoder().decode(await renderBare(library, page, clock));
  return page.address.endsWith('/') ? withPolicy(text, ownCode) : text;
}

/**
 * The same as UTF-8 and without the page's policy, for who puts that in elsewhere: taking Astro's answer
 * apart takes as long as a third of its templates.
 * @throws as `render`
 */
export async function renderBare(
  library: Library,
  { address, component, props }: SitePage,
  clock: Clock = new RecordingClock(new Date()),
): Promise<Uint8Array<ArrayBuffer>> {
  const routeData = routes.find((route) => route.component === component);
  if (!routeData) throw new Error(`${address}: no file of the site is called ${component}`);
  const request = new Request(new URL(address, 'http://site'));
  try {
    return await withLibrary(library, clock, async () => {
      const response = await app.render(request, { routeData, locals: { props } });
      return new Uint8Array(await response.arrayBuffer());
    });
  } catch (cause) {
    throw new Error(`${address}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

async function moduleOf(component: string): Promise<PageModule> {
  const found = await app.manifest.pageMap?.get(component)?.();
  if (!found) throw new Error(`No file of the site is called ${component}`);
  return (await found.page()) as PageModule;
}

/** `/en/stories/x` from `/[...lang]/stories/[key]`; a rest without value is left out. */
function addressOf(route: string, params: StaticPath['params']): string {
  return route
    .replace(/\/\[\.\.\.(\w+)\]/g, (_, name: string) => (params[name] ? `/${params[name]}` : ''))
    .replace(/\[(\w+)\]/g, (_, name: string) => params[name] ?? '');
}
