import type { StaffActor } from "@quietroom/api";
import { cookiesIn, readSessionCookie } from "@quietroom/auth/session-cookie";
import { clientAddress } from "@quietroom/web/client-address";
import type { Deed } from "@quietroom/web/deed-of";
import { type Admission, openRequestLimits, type Use } from "@quietroom/web/limit-requests";
import type { Serving } from "@quietroom/web/page-security";
import { readEnv } from "../env.ts";
import { log } from "./log.ts";

/** How this site stands in the web: where it is reached, how it is served, and who has asked it how often. */
export type Site = {
  /** The site's public origin. */
  readonly origin: string;
  readonly serving: Serving;
  /** Counts by the address alone, what nobody needs to be signed in for: the ways in, none of which opens uncounted. */
  admitAddress(headers: Headers): Promise<Admission>;
  /**
   * API-06: counts a page by the address it is asked for from and by the session that its cookie names, which nobody can make up.
   * Whether that session stands is for the page to find out.
   */
  admitPage(headers: Headers, deed: Deed): Promise<Admission>;
  /** API-06: counts a call by the person and by their studio; one of nobody who is signed in, by the address. */
  admitCall(headers: Headers, deed: Deed, actor: StaffActor | null): Promise<Admission>;
};

// Once a process: the proxy and the routes are bundled apart and must share the connections and the memory of who is limited.
const held = globalThis as typeof globalThis & { quietroomDashboardSite?: Site };

export function site(): Site {
  held.quietroomDashboardSite ??= openSite();
  return held.quietroomDashboardSite;
}

function openSite(): Site {
  const env = readEnv();
  const limits = openRequestLimits({
    databaseUrl: env.DATABASE_URL,
    secret: Buffer.from(env.QUIETROOM_LINK_KEY, "base64"),
    warn: log.warn,
  });
  const byAddress = (headers: Headers): Use => ({
    rule: "address",
    subject: `dashboard ${clientAddress(headers, env.TRUSTED_PROXY_HOPS)}`,
    max: env.RATE_LIMIT_ADDRESS,
  });
  const { origin, protocol } = new URL(env.NEXTAUTH_URL);
  const transport = protocol === "https:" ? "https" : "http";
  return {
    origin,
    serving: {
      transport,
      server: env.QUIETROOM_MODE === "development" ? "dev" : "built",
    },
    admitAddress: async (headers) => await limits.admit({ uses: [byAddress(headers)], deed: "changes" }),
    async admitPage(headers, deed) {
      const session = await readSessionCookie(cookiesIn(headers.get("cookie")), {
        transport,
        secret: env.NEXTAUTH_SECRET,
      });
      const bySession: readonly Use[] =
        session === null ? [] : [{ rule: "pages", subject: session.sessionId, max: env.RATE_LIMIT_PAGES }];
      return await limits.admit({ uses: [byAddress(headers), ...bySession], deed });
    },
    admitCall: async (headers, deed, actor) =>
      await limits.admit({
        uses:
          actor === null
            ? [byAddress(headers)]
            : [
                {
                  rule: "staff",
                  subject: actor.staffUserId,
                  max: actor.roles.includes("admin") ? env.RATE_LIMIT_ADMIN : env.RATE_LIMIT_STAFF,
                },
                { rule: "studio", subject: actor.tenantId, max: env.RATE_LIMIT_STUDIO },
              ],
        deed,
      }),
  };
}
