declare module '*.svg' {
  const address: string;
  export default address;
}

interface ImportMeta {
  /** Vite's: the addresses of the files that a pattern matches, by their paths. */
  glob(
    pattern: string,
    options: { readonly eager: true; readonly query: '?url'; readonly import: 'default' },
  ): Record<string, string>;
}
