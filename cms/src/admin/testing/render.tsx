import { DesignSystemProvider } from '@strapi/design-system';
import { NotificationsProvider } from '@strapi/strapi/admin';
import { cleanup, configure, type RenderResult, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { IntlProvider } from 'react-intl';
import { afterEach } from 'vitest';
import { bn } from '../translations/bn';
import { en } from '../translations/en';

const WORDS = { en, bn };

// As long as a busy machine may need.
configure({ asyncUtilTimeout: 60_000 });
afterEach(cleanup);

/** Shows a part of the panel as Strapi does: in its design and in the words of a reader's language. */
export function show(part: ReactElement, locale: keyof typeof WORDS = 'en'): RenderResult {
  return render(
    <IntlProvider locale={locale} messages={WORDS[locale]}>
      <DesignSystemProvider locale={locale}>
        <NotificationsProvider>{part}</NotificationsProvider>
      </DesignSystemProvider>
    </IntlProvider>,
  );
}
