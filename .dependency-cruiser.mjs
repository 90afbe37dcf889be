/**
 * Which part of the code may know which: one rule for each line of the README's "Layers". A rule's comment says
 * what to do about a breach. `npm run check` runs it (scripts/check/layers.ts), which holds the imports of .astro
 * files against the same rules.
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: 'no-circle-of-files',
      comment: 'Move what both files need into a third one below them, or hand it over as a parameter.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-circle-of-folders',
      comment:
        'Two folders that import each other are one: move what both need below them, or the file to where it is used.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-tests-in-code',
      comment: 'Code must run without its tests: move what both need out of the test.',
      severity: 'error',
      from: { pathNot: '(^|/)test/|^site/bench/|^scripts/(memory|load|guide)/|^scripts/[^/]+$' },
      to: { path: '(^|/)test/' },
    },
    {
      name: 'content-types-know-nothing',
      comment: 'The model is below CMS and site: hand over what it needs.',
      severity: 'error',
      from: { path: '^content-types/src/' },
      to: { path: '^(cms|site|scripts)/' },
    },
    {
      name: 'site-apart-from-cms',
      comment: 'Site and CMS meet in content-types/ and in the export: put what both need there.',
      severity: 'error',
      from: { path: '^site/', pathNot: '^site/bench/' },
      to: { path: '^(cms|scripts)/' },
    },
    {
      name: 'pages-apart-from-build',
      comment:
        'What pages are made of (site/src) is bundled and rendered by the build, and knows nothing of it: move what both need into site/src/content/.',
      severity: 'error',
      from: { path: '^site/src/' },
      to: { path: '^site/(kernel|release|build|serve|bench)/' },
    },
    {
      name: 'content-below-pages',
      comment:
        'site/src/content/ answers what pages ask and knows nothing of how they look: move the code up, or what it needs down into content/.',
      severity: 'error',
      from: { path: '^site/src/content/' },
      to: { path: '^site/src/(?!content/)' },
    },
    {
      name: 'site-kernel-at-the-bottom',
      comment:
        'site/kernel/ is files, locks and settings, and knows nothing of content, releases or who uses it: move the code up.',
      severity: 'error',
      from: { path: '^site/kernel/' },
      to: { path: '^site/(?!kernel/)' },
    },
    {
      name: 'releases-below-build-and-serve',
      comment:
        'site/release/ is what build and serve share: move what only one of them needs to it, and what is below both into kernel/.',
      severity: 'error',
      from: { path: '^site/release/' },
      to: { path: '^site/(?!(kernel|release|src/content)/)' },
    },
    {
      name: 'serve-apart-from-build',
      comment:
        'The static server reads releases and must run whatever becomes of the builder: move what both need into site/release/ or site/kernel/.',
      severity: 'error',
      from: { path: '^site/serve/' },
      to: { path: '^site/(build|src|bench)/' },
    },
    {
      name: 'build-apart-from-serve',
      comment:
        'The builder must run whatever becomes of the static server: move what both need into site/release/ or site/kernel/.',
      severity: 'error',
      from: { path: '^site/build/' },
      to: { path: '^site/(serve|bench)/' },
    },
    {
      name: 'cms-server-without-admin',
      comment: 'cms/src/admin/ runs in the browser: move what both need out of it.',
      severity: 'error',
      from: { path: '^cms/(src/(?!admin/)|config/)' },
      to: { path: '^cms/src/admin/' },
    },
    {
      name: 'cms-kernel-at-the-bottom',
      comment:
        'cms/src/kernel/ knows no feature: move the code into the feature, or hand over what it needs.',
      severity: 'error',
      from: { path: '^cms/src/kernel/' },
      to: { path: '^cms/src/(?!kernel/)' },
    },
    {
      name: 'cms-features-below-server',
      comment:
        'cms/src/server/ and the files that Strapi loads by name put features together: let the feature export what they need.',
      severity: 'error',
      from: { path: '^cms/src/features/' },
      to: { path: '^cms/src/(server|commands|api|middlewares|extensions)/|^cms/src/index\\.ts$' },
    },
    {
      name: 'cms-features-by-their-index',
      comment: "Import another feature's index.ts; export there what other features may use.",
      severity: 'error',
      from: { path: '^cms/src/features/([^/]+)/' },
      to: {
        path: '^cms/src/features/',
        pathNot: '^cms/src/features/$1/|^cms/src/features/[^/]+/index\\.ts$',
      },
    },
    {
      name: 'cms-admin-apart',
      comment:
        'cms/src/admin/ runs in the browser: only types, and what is in the folder isomorphic of a feature, may come from the server.',
      severity: 'error',
      from: { path: '^cms/src/admin/' },
      to: {
        path: '^cms/src/(?!admin/)',
        pathNot: '^cms/src/features/[^/]+/isomorphic/',
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|(^|/)test/' },
    exclude: { path: '(^|/)(dist|\\.cache|\\.astro|\\.strapi)/|^cms/(build|types)/|\\.test\\.tsx?$' },
    moduleSystems: ['es6', 'cjs'],
    tsPreCompilationDeps: true,
    combinedDependencies: true,
  },
};
