import type { StaffActor } from "@quietroom/api";
import { cookiesIn } from "@quietroom/auth/cookies-in";
import { readSessionCookie } from "@quietroom/auth/session-cookie";
import { clientAddress } from "@quietroom/web/client-address";
import type { Deed } from "@quietroom/web/deed-of";
import { type Admission, openRequestLimits, type Use } from "@quietroom/web/limit-requests";
import { AHEAD_HEADER } from "@quietroom/web/note-peer";
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
   * API-06: counts a page by the address it is asked for from, by the session that its cookie names, which nobody can make up, and by
   * the person and the studio behind it; what a browser fetches ahead by the first two. Whether anybody may see it is for the page.
   */
  admitPage(headers: Headers, deed: Deed): Promise<Admission>;
  /** API-06: counts a request's calls by the person and by their studio; those of nobody who is signed in, by the address. */
  admitCalls(
    headers: Headers,
    asked: { readonly actor: StaffActor | null; readonly deed: Deed; readonly calls: number },
  ): Promise<Admission>;
  /** Tells how to find who is behind a page's cookies, once that is known: until then pages count by address and session alone. */
  findStaffBy(find: FindStaff): void;
};

/** The person behind a request's cookies, as of now, without keeping their session awake; null for nobody. */
type FindStaff = (cookies: Readonly<Record<string, string>>, headers: Headers) => Promise<StaffActor | null>;

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
  const byPerson = (actor: StaffActor): readonly Use[] => [
    {
      rule: "staff",
      subject: actor.staffUserId,
      max: actor.roles.includes("admin") ? env.RATE_LIMIT_ADMIN : env.RATE_LIMIT_STAFF,
    },
    { rule: "studio", subject: actor.tenantId, max: env.RATE_LIMIT_STUDIO },
  ];
  let findStaff: FindStaff | null = null;
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
      const cookies = cookiesIn(headers.get("cookie"));
      const session = await readSessionCookie(cookies, { transport, secret: env.NEXTAUTH_SECRET });
      if (session === null) return await limits.admit({ uses: [byAddress(headers)], deed });
      const bySession = { rule: "pages", subject: session.sessionId, max: env.RATE_LIMIT_PAGES };
      const ahead = deed === "reads" && headers.has(AHEAD_HEADER);
      // What went wrong in looking is for the page to answer.
      const actor = ahead ? null : ((await findStaff?.(cookies, headers).catch(() => null)) ?? null);
      const uses = [byAddress(headers), bySession, ...(actor === null ? [] : byPerson(actor))];
      return await limits.admit({ uses, deed });
    },
    admitCalls: async (headers, { actor, deed, calls }) =>
      await limits.admit({ uses: actor === null ? [byAddress(headers)] : byPerson(actor), deed, calls }),
    findStaffBy(find) {
      findStaff = find;
    },
  };
}
