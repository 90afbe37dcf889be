import { defineConfig } from 'astro/config';
import { setting } from './src/content/settings.ts';
import { needExport, notFoundFiles } from './src/integrations/static-build.ts';

export default defineConfig({
  root: import.meta.dirname,
  site: setting('SITE_URL'),
  outDir: setting('OUT_DIR'),
  cacheDir: `${setting('CACHE_DIR')}/astro`,
  trailingSlash: 'always',
  build: { format: 'directory', inlineStylesheets: 'always' },
  integrations: [needExport(), notFoundFiles()],
  // The oldest browsers that know cascade layers.
  vite: {
    cacheDir: `${setting('CACHE_DIR')}/vite`,
    build: { cssTarget: ['chrome99', 'firefox97', 'safari15.4'] },
  },
  devToolbar: { enabled: false },
});
