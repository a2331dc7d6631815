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
  /**
   * Requests a minute from one address: to one studio's public pages, half of what that studio's visitors may ask together, so that no
   * single one keeps the others out; and to everything of a site together.
   */
  RATE_LIMIT_VISITOR: most(300),
  RATE_LIMIT_ADDRESS: most(1_200),
  /** Pages and calls of one person of the staff, of one who administers, and of one client who is signed in (API-06). */
  RATE_LIMIT_STAFF: most(100),
  RATE_LIMIT_ADMIN: most(200),
  RATE_LIMIT_CLIENT: most(100),
  /** Pages of one session of the staff, with those that a browser fetches ahead, which are nobody's act and count nowhere else. */
  RATE_LIMIT_PAGES: most(300),
  /** Pages and calls of all of a studio's staff together, and once more of all of its visitors and clients together (API-06). */
  RATE_LIMIT_STUDIO: most(600),
} as const;

export type LimitSettings = z.infer<z.ZodObject<typeof limitSettings>>;
