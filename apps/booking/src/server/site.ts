import { cookiesIn } from "@quietroom/auth/cookies-in";
import { clientAddress } from "@quietroom/web/client-address";
import type { Deed } from "@quietroom/web/deed-of";
import {
  type Admission,
  openRequestLimits,
  type RequestLimits,
  type Use,
} from "@quietroom/web/limit-requests";
import type { Serving } from "@quietroom/web/page-security";
import { readEnv } from "../env.ts";
import { log } from "./log.ts";

/** How this site stands in the web: where it is reached, how it is served, and who has asked it how often. */
export type Site = {
  /** The site's public origin. */
  readonly origin: string;
  readonly serving: Serving;
  /**
   * API-06: counts a request, or the calls in it, by the address it comes from, for all studios together, so that inventing studios opens
   * no new bucket; and for each studio it is about by that address, so that a visitor who is limited at one may go to another, by
   * everybody who asks for that studio, and by the client who is signed in there.
   */
  admit(headers: Headers, asked: AskedOfStudios): Promise<Admission>;
  /** Tells how to find the client behind a request's cookies, once that is known: until then clients count as visitors alone. */
  findClientsBy(find: FindClient): void;
};

type AskedOfStudios = { readonly studios: readonly string[]; readonly deed: Deed; readonly calls?: number };

/** The client who is signed in to a studio's portal, as of now, without keeping their session awake; null for nobody. */
type FindClient = (
  studio: string,
  cookies: Readonly<Record<string, string>>,
) => Promise<{ readonly clientAccountId: string } | null>;

// Once a process: the proxy and the routes are bundled apart and must share the connections and the memory of who is limited.
const held = globalThis as typeof globalThis & { quietroomBookingSite?: Site };

export function site(): Site {
  held.quietroomBookingSite ??= openSite();
  return held.quietroomBookingSite;
}

function openSite(): Site {
  const env = readEnv();
  const limits: RequestLimits = openRequestLimits({
    databaseUrl: env.DATABASE_URL,
    secret: Buffer.from(env.QUIETROOM_LINK_KEY, "base64"),
    warn: log.warn,
  });
  let findClient: FindClient | null = null;
  const { origin, protocol } = new URL(env.BOOKING_URL);
  return {
    origin,
    serving: {
      transport: protocol === "https:" ? "https" : "http",
      server: env.QUIETROOM_MODE === "development" ? "dev" : "built",
    },
    async admit(headers, { studios, ...asked }) {
      const address = clientAddress(headers, env.TRUSTED_PROXY_HOPS);
      const cookies = cookiesIn(headers.get("cookie"));
      const ofStudios = await Promise.all(
        studios.map(async (studio): Promise<readonly Use[]> => {
          // What went wrong in looking is for the page to answer.
          const client = (await findClient?.(studio, cookies).catch(() => null)) ?? null;
          return [
            { rule: "visitor", subject: `${studio} ${address}`, max: env.RATE_LIMIT_VISITOR },
            { rule: "visitors", subject: studio, max: env.RATE_LIMIT_STUDIO },
            ...(client === null
              ? []
              : [{ rule: "client", subject: client.clientAccountId, max: env.RATE_LIMIT_CLIENT }]),
          ];
        }),
      );
      const byAddress = { rule: "address", subject: `booking ${address}`, max: env.RATE_LIMIT_ADDRESS };
      return await limits.admit({ uses: [byAddress, ...ofStudios.flat()], ...asked });
    },
    findClientsBy(find) {
      findClient = find;
    },
  };
}
