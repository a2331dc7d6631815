/** A cookie to be set: out of reach of scripts and of other sites, and over https of other hosts as well (AUTH-34). */
export type PortalCookie = {
  readonly name: string;
  readonly value: string;
  readonly httpOnly: true;
  readonly sameSite: "lax";
  readonly path: "/";
  readonly secure: boolean;
  /** Seconds; left out, the cookie goes with the browser. */
  readonly maxAge?: number;
};

export type Cookies = Readonly<Record<string, string>>;

type Named = "portal" | "way-in";

/** The cookies of the clients' portals, one of each name for each studio. `transport` says whether the site is served over https. */
export function portalCookiesOf({ transport }: { readonly transport: "https" | "http" }) {
  const secure = transport === "https";
  const nameOf = (what: Named, slug: string) => `${secure ? "__Host-" : ""}quietroom-${what}-${slug}`;
  return {
    nameOf,
    cookie: (name: string, value: string, maxAge?: number): PortalCookie => ({
      name,
      value,
      httpOnly: true,
      sameSite: "lax",
      path: "/",
      secure,
      ...(maxAge === undefined ? {} : { maxAge }),
    }),
    tokenIn: (cookies: Cookies, what: Named, slug: string) => cookies[nameOf(what, slug)] ?? null,
  };
}
