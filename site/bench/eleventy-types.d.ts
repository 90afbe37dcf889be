/** What is used of Eleventy, which brings no types; https://www.11ty.dev/docs/programmatic/ */
declare module '@11ty/eleventy' {
  export default class Eleventy {
    constructor(
      input: string,
      output: string,
      options: {
        readonly quietMode: boolean;
        readonly config: (config: { addGlobalData(name: string, value: unknown): void }) => void;
      },
    );
    /** Writes all pages; answers copied files and written templates. */
    write(): Promise<readonly [unknown, readonly unknown[]]>;
  }
}
