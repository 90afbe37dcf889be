/** Strapi's routes that take files in: a new one, one of several, another content for a stored one. */
const UPLOADS = /^\/upload(\/files(\/\d{1,9}\/replace)?)?$/;

/** Whether a request goes to a route that takes files in. */
export function isUploadRoute(method: string, path: string): boolean {
  return method === 'POST' && UPLOADS.test(path);
}
