import { clientAddress } from "@quietroom/web/client-address";
import type { Deed } from "@quietroom/web/deed-of";
import { type Admission, openRequestLimits, type RequestLimits } from "@quietroom/web/limit-requests";
import type { Serving } from "@quietroom/web/page-security";
import { readEnv } from "../env.ts";
import { log } from "./log.ts";

/** How this site stands in the web: where it is reached, how it is served, and who has asked it how often. */
export type Site = {
  /** The site's public origin. */
  readonly origin: string;
  readonly serving: Serving;
  /**
   * Counts one request by the address it comes from: for each studio it is about, so that a visitor who is limited at one may
   * go to another, and for all together, so that inventing studios opens no new bucket.
   */
  admit(
    headers: Headers,
    asked: { readonly studios: readonly string[]; readonly deed: Deed },
  ): Promise<Admission>;
};

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
  const { origin, protocol } = new URL(env.BOOKING_URL);
  return {
    origin,
    serving: {
      transport: protocol === "https:" ? "https" : "http",
      server: env.QUIETROOM_MODE === "development" ? "dev" : "built",
    },
    async admit(headers, { studios, deed }) {
      const address = clientAddress(headers, env.TRUSTED_PROXY_HOPS);
      return await limits.admit({
        uses: [
          { rule: "address", subject: `booking ${address}`, max: env.RATE_LIMIT_ADDRESS },
          ...studios.map((studio) => ({
            rule: "visitor",
            subject: `${studio} ${address}`,
            max: env.RATE_LIMIT_VISITOR,
          })),
        ],
        deed,
      });
    },
  };
}
