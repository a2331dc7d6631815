/** One header of an answer, as Next's settings take it. */
export type Header = { readonly key: string; readonly value: string };

/**
 * COMP-12: what every answer of both sites carries, whatever it is. Nothing here depends on the request or on how the site is
 * reached, so Next sends it by itself from its settings.
 */
export const fixedHeaders: readonly Header[] = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  // Signed links live in paths: they must not travel to other sites in a Referer header.
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
  { key: "X-Robots-Tag", value: "noarchive" },
];

/** The policy of what is data and never a document: opened as one, it may do nothing at all. */
export const dataPolicy =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** For Next's `headers` setting: the fixed headers everywhere, and the policy of data where no page is served. */
export function fixedHeaderRules(): { source: string; headers: Header[] }[] {
  const data = { key: "Content-Security-Policy", value: dataPolicy };
  return [
    { source: "/:path*", headers: [...fixedHeaders] },
    { source: "/_next/static/:path*", headers: [data] },
    { source: "/icon.svg", headers: [data] },
    { source: "/api/:path*", headers: [data, { key: "Cache-Control", value: "no-store" }] },
  ];
}
