import type { Locale } from 'content-types';
import { localise } from 'content-types';
import { content } from '../content/current-content.ts';
import type { LocaleContent } from '../content/queries.ts';
import { type Format, format } from '../i18n/format.ts';
import { type Translate, translator } from '../i18n/index.ts';

/** What a template needs to write a page, or a part of one, in a language. */
export interface View {
  /** The language of the page that this stands on; links stay in it. */
  readonly locale: Locale;
  /** The language of what is written here; it differs in an entry that the page's language lacks. */
  readonly lang: Locale;
  readonly t: Translate;
  readonly f: Format;
  readonly c: LocaleContent;
  /** The address, in the page's language, of a path without language. */
  readonly to: (path: string) => string;
}

export async function viewOf(locale: Locale, lang: Locale = locale): Promise<View> {
  return {
    locale,
    lang,
    t: translator(lang),
    f: format(lang),
    c: await content(lang),
    to: (path) => localise(locale, path),
  };
}
