import type { Actor } from "@quietroom/domain/access";
import { type Database, openDatabase } from "@quietroom/db";
import { randomUUID } from "node:crypto";
import { type ChangeFeed, createChangeFeed } from "./change-feed.ts";
import { createLinkSigner, type LinkSigner } from "./links.ts";
import type { Logger, MessageSender } from "./ports.ts";
import { createSealer, type Sealer } from "./seal.ts";

/** What lives as long as the process: the pool, the link key and the adapters to the outside. */
export type Runtime = {
  readonly db: Database;
  readonly links: LinkSigner;
  /** Keeps secrets in the database unreadable to whoever has only the database. */
  readonly seal: Sealer;
  /** What changes, studio by studio, while it changes. */
  readonly changes: ChangeFeed;
  readonly log: Logger;
  /** Absent where nothing is sent from: only the process that runs the jobs sends. */
  readonly sender: MessageSender | null;
  /** Origin of the booking site, for links in messages, without a trailing slash. */
  readonly bookingUrl: string;
  /** Origin of the dashboard, for links in mail to staff; null where no such mail is sent. */
  readonly dashboardUrl: string | null;
  close(): Promise<void>;
};

/** What one call runs as. */
  /** Where the calls of this runtime come from; absent for jobs, and where nobody saw it. Set by `calledFrom` alone. */
  readonly origin?: CallOrigin;
export type VerbContext = { readonly runtime: Runtime; readonly actor: Actor; readonly requestId: string };

/** Opens the runtime. Refuses a database role that could bypass row security. */
/** Where a call came from, for the audit (AUD-01): an address as one of our own proxies saw it, and the sender's own words. */
export type CallOrigin = { readonly ip: string | null; readonly userAgent: string };

/**
 * The same runtime for one request: whatever is done with it is audited with where the request came from. It is carried by the
 * runtime because sign-in, links and procedures all are given one, and so none of them can forget it.
 */
export function calledFrom(runtime: Runtime, { ip, userAgent }: CallOrigin): Runtime {
  return { ...runtime, origin: { ip, userAgent } };
}

export async function openRuntime(settings: {
  readonly databaseUrl: string;
  /** 32 random bytes or more, the same in every process of an installation: signs links and seals secrets. */
  readonly linkKey: Uint8Array;
  readonly bookingUrl: string;
  readonly dashboardUrl?: string;
  readonly log: Logger;
  readonly sender?: MessageSender;
  readonly poolSize?: number;
}): Promise<Runtime> {
  const db = openDatabase({
    connectionString: settings.databaseUrl,
    ...(settings.poolSize === undefined ? {} : { poolSize: settings.poolSize }),
    onError: (code) => settings.log.warn(code),
  });
  await db.assertUnprivileged();
  const changes = createChangeFeed({
    connectionString: settings.databaseUrl,
    onLost: () => settings.log.warn("change_feed_lost"),
  });
  return {
    db,
    changes,
    links: createLinkSigner(settings.linkKey),
    seal: createSealer(settings.linkKey),
    log: settings.log,
    sender: settings.sender ?? null,
    bookingUrl: settings.bookingUrl.replace(/\/$/, ""),
    dashboardUrl: settings.dashboardUrl?.replace(/\/$/, "") ?? null,
    close: async () => {
      await changes.close();
      await db.close();
    },
  };
}

/** The context of work that nobody asked for by hand: jobs, the relay, the seed. `reason` says which. */
export function systemContext(runtime: Runtime, tenantId: string, reason: string): VerbContext {
  return { runtime, actor: { kind: "system", tenantId, reason }, requestId: randomUUID() };
}
