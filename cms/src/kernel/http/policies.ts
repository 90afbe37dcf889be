/**
 * What the admin panel may load and do. Stricter than Strapi's own policy, which lets in `https:` and `http:`
 * everywhere. What remains, because the panel cannot do without:
 * - `style-src 'unsafe-inline'`: styled-components and the design system write styles while they run, and
 *   Strapi's page has a `<style>` of its own. Styles run nothing; what they could send out, by the address
 *   of a picture or a font, goes to this host only.
 * - `img-src data: blob:`: icons in styles, and the pictures that people choose, before they are uploaded.
 * - `script-src 'self'`, not hashes: the panel is a hundred files that load each other. Nothing that people
 *   upload is served as a script (`nosniff`, `sandbox` and an allow-list of types).
 * No other host is in it: no telemetry, no shop, no pictures of Strapi's.
 */
export const ADMIN_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Answers for programs: nothing of them is shown. */
export const ANSWER_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** The admin uses nothing of a person's device but the clipboard, and neither may what slips in. */
export const PERMISSIONS = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial']
  .concat('midi', 'accelerometer', 'gyroscope', 'magnetometer', 'display-capture', 'browsing-topics')
  .map((feature) => `${feature}=()`)
  .join(', ');
