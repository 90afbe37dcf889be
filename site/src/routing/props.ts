/** What a page is given: by `getStaticPaths` in a static build, by the renderer otherwise. */
export function propsOf<T>({ props, locals }: { readonly props: T; readonly locals: App.Locals }): T {
  return (locals.props as T | undefined) ?? props;
}
