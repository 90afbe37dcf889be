declare namespace App {
  interface Locals {
    /** What the renderer gives a page instead of what `getStaticPaths` gives it in a static build. */
    readonly props?: Readonly<Record<string, unknown>>;
  }
}
