import type { Actor } from "@quietroom/domain/access";
import type { Database } from "@quietroom/db";
import type { Vault } from "@quietroom/vault";
import { randomUUID } from "node:crypto";
import type { ChangeFeed } from "./change-feed.ts";
import type { LinkSigner } from "./links.ts";
import type { Logger, MessageSender } from "./ports.ts";
import type { Sealer } from "./seal.ts";

/** What lives as long as the process: the pool, the link key and the adapters to the outside. */
export type Runtime = {
  readonly db: Database;
  readonly links: LinkSigner;
  /** Keeps secrets in the database unreadable to whoever has only the database. */
  readonly seal: Sealer;
  /** Opens the keys of each studio, that its clients' words are sealed under. */
  readonly vault: Vault;
  /** What changes, studio by studio, while it changes. */
  readonly changes: ChangeFeed;
  readonly log: Logger;
  /** Absent where nothing is sent from: only the process that runs the jobs sends. */
  readonly sender: MessageSender | null;
  /** Sends text messages; absent where nothing is sent from, and where the channel is off. */
  readonly texter: MessageSender<"sms"> | null;
  /** Origin of the booking site, for links in messages, without a trailing slash. */
  readonly bookingUrl: string;
  /** Origin of the dashboard, for links in mail to staff; null where no such mail is sent. */
  readonly dashboardUrl: string | null;
  /** Where the calls of this runtime come from; absent for jobs, and where nobody saw it. Set by `calledFrom` alone. */
  readonly origin?: CallOrigin;
  close(): Promise<void>;
};

/** Where a call came from, for the audit (AUD-01): an address as one of our own proxies saw it, and the sender's own words. */
export type CallOrigin = { readonly ip: string | null; readonly userAgent: string };

/**
 * The same runtime for one request: whatever is done with it is audited with where the request came from. It is carried by the
 * runtime because sign-in, links and procedures all are given one, and so none of them can forget it.
 */
export function calledFrom(runtime: Runtime, { ip, userAgent }: CallOrigin): Runtime {
  return { ...runtime, origin: { ip, userAgent } };
}

/** What one call runs as. */
export type VerbContext = { readonly runtime: Runtime; readonly actor: Actor; readonly requestId: string };

/** The context of work that nobody asked for by hand: jobs, the relay, the seed. `reason` says which. */
export function systemContext(runtime: Runtime, tenantId: string, reason: string): VerbContext {
  return { runtime, actor: { kind: "system", tenantId, reason }, requestId: randomUUID() };
}
