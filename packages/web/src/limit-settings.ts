import { z } from "zod";

const most = (usual: number) =>
  z.coerce
    .number({ error: `leave it out for ${usual}, or set it to a whole number` })
    .int("a whole number")
    .min(1, "1 or more")
    .max(1_000_000, "a million at most")
    .default(usual);

/** The settings of both apps about how many requests pass; spread into an app's own schema of its environment. */
export const limitSettings = {
  /** How many proxies of our own stand before the app; each appends to X-Forwarded-For. */
  TRUSTED_PROXY_HOPS: z.coerce
    .number({ error: "set it to the number of proxies of yours before this app, 0 for none" })
    .int("a whole number")
    .min(0, "0 or more")
    .max(9, "nine at most")
    .default(0),
  /** Requests a minute from one address: to one studio's public pages, and to everything of a site together. */
  RATE_LIMIT_VISITOR: most(600),
  RATE_LIMIT_ADDRESS: most(1_200),
  /** Calls of one person of the staff, and of one who administers (API-06). */
  RATE_LIMIT_STAFF: most(100),
  RATE_LIMIT_ADMIN: most(200),
  /** Pages of one session of the staff: what a browser fetches ahead and draws anew counts as well. */
  RATE_LIMIT_PAGES: most(300),
  /** Calls of all of a studio's staff together (API-06). */
  RATE_LIMIT_STUDIO: most(600),
} as const;

export type LimitSettings = z.infer<z.ZodObject<typeof limitSettings>>;
