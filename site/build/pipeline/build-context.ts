import type { ReleaseFiles } from '../../release/file-list.ts';
import type { ReleaseFacts } from '../../release/manifest.ts';
import type { CmsEntry } from '../../src/content/export/check-entry.ts';
import type { CmsExport } from '../../src/content/export/read-export.ts';
import type { FaultyEntry } from '../check/faulty-entries.ts';
import type { SitePages } from '../plan/site-pages.ts';
import type { Renderer } from '../render/bundle.ts';
import type { Findable } from '../search/search-store.ts';

/** What a builder knows of the release that it made last, and works on from. */
export interface BuildContext {
  readonly code: string;
  readonly renderer: Renderer;
  readonly pages: SitePages;
  /** The live release that this one made; undefined before the first. */
  release: string | undefined;
  files: ReleaseFiles;
  /** The pictures and files that a page names, by the page. */
  readonly assets: Map<string, readonly string[]>;
  /** Those of them that are not there, which may come some day. */
  readonly absent: Set<string>;
  /** Texts of the live release that are packed in haste, as paths in the web root. */
  quicklyPacked: Set<string>;
  /** Entries that no page can be made from. */
  readonly faultyEntries: Map<CmsEntry, FaultyEntry>;
  /** Pages that can be found by the search. */
  found: Set<string>;
  /** When its last pages went live, in milliseconds. */
  since: number;
  /** What its manifest says of it; undefined before the first release. */
  facts: ReleaseFacts | undefined;
  /** What was published when it was made. */
  content: CmsExport | undefined;
  /** The findable pages with the hash of each. */
  readonly findable: () => Findable;
}
