/**
 * What every answer carries, for the static server and for nginx alike. Checked against Mozilla's HTTP
 * Observatory (https://developer.mozilla.org/en-US/observatory), where the site reaches A+ behind
 * HTTPS: policy without `unsafe-inline` and with `default-src 'none'` (the page's own part is in
 * src/csp.ts), frame-ancestors instead of X-Frame-Options, nosniff, Referrer-Policy, resource and
 * opener policies, HSTS for two years; no cookies, no cross-origin access, no scripts of others.
 */
export const HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // The site asks a visitor's device for nothing, and neither may anything that slips in.
  'Permissions-Policy': ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial']
    .concat('midi', 'accelerometer', 'gyroscope', 'magnetometer', 'display-capture', 'browsing-topics')
    .map((feature) => `${feature}=()`)
    .join(', '),
};

/** Two years; sent over HTTPS only (RFC 6797, 7.2). */
export const HSTS = 'max-age=63072000';

/** By the path in the web root, the first that fits: the Content-Security-Policy in the header. */
export const POLICIES: readonly (readonly [path: string, policy: string])[] = [
  // Besides what stands in the page. Only a header can say who may frame it.
  [
    String.raw`(?:/|\.html)$`,
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  ],
  // PDF viewers do not work in a sandbox.
  [String.raw`^/files/.*\.[pP][dD][fF]$`, "frame-ancestors 'none'"],
  // Whatever is in what editors uploaded, nothing of it runs.
  ['^/files/', "default-src 'none'; frame-ancestors 'none'; sandbox"],
  // Feeds and sitemaps: browsers lay them out with styles of their own, which `default-src 'none'` forbids.
  [
    String.raw`\.xml$`,
    "script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ],
  ['', "default-src 'none'; frame-ancestors 'none'"],
];

/** Names that change with the content may be kept for a year, all else is asked for anew each time. */
export const CACHING = { hashed: 'public, max-age=31536000, immutable', other: 'no-cache' } as const;

/** @param path a path in the web root: `/`, `/x/index.html`, `/files/y.pdf` */
export function policyFor(path: string): string {
  return POLICIES.find(([pattern]) => new RegExp(pattern).test(path))?.[1] ?? '';
}

/** What visitors read whose address asks for more than it may. */
export const TOO_MANY =
  'এই ঠিকানা থেকে একসঙ্গে অনেক বেশি অনুরোধ এসেছে। একটু পরে আবার চেষ্টা করুন।\nToo many requests came from this address at once. Please try again in a moment.\n';

/** What visitors read before there is a release. */
export const NOT_YET =
  'সাইটটি তৈরি হচ্ছে। কিছুক্ষণ পরে আবার আসুন।\nThe site is being built. Please come back in a moment.\n';

/** What people read while the CMS cannot be reached behind nginx. */
export const CMS_AWAY =
  'সিএমএস এই মুহূর্তে সাড়া দিচ্ছে না। একটু পরে আবার চেষ্টা করুন; সাইট আগের মতোই আছে।\nThe CMS does not answer at the moment. Please try again in a while; the site is there as before.\n';

/** What the admin panel shows of a request that is larger than any that the CMS takes, in the form of Strapi's errors. */
export const TOO_LARGE = JSON.stringify({
  data: null,
  error: {
    status: 413,
    name: 'PayloadTooLargeError',
    message:
      'ফাইলগুলো একসঙ্গে ১০০ মেগাবাইটের বেশি; কম করে, একটি একটি করে পাঠান। · These files are more than 100 MB together: send fewer at a time.',
    details: {},
  },
});
