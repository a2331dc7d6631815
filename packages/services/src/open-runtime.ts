import { openDatabase } from "@quietroom/db";
import { createVault, type KeyService, keylessService } from "@quietroom/vault";
import { createChangeFeed } from "./change-feed.ts";
import { keyStoreOf } from "./keys/index.ts";
import { createLinkSigner } from "./links.ts";
import type { Logger, MessageSender } from "./ports.ts";
import type { Runtime } from "./runtime.ts";
import { createSealer } from "./seal.ts";

/** Opens the runtime. Refuses a database role that could bypass row security. */
export async function openRuntime(settings: {
  readonly databaseUrl: string;
  /** 32 random bytes or more, the same in every process of an installation: signs links and seals secrets. */
  readonly linkKey: Uint8Array;
  /** Keeps the master key; without one nothing that is sealed can be read or written. Older ones still open what they wrapped. */
  readonly keyService?: KeyService;
  readonly olderKeyServices?: readonly KeyService[];
  readonly bookingUrl: string;
  readonly dashboardUrl?: string;
  readonly log: Logger;
  readonly sender?: MessageSender;
  readonly texter?: MessageSender<"sms">;
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
  const vault = createVault({
    service: settings.keyService ?? keylessService(),
    older: settings.olderKeyServices ?? [],
    store: keyStoreOf(() => runtime),
    now: Date.now,
  });
  const runtime: Runtime = {
    db,
    changes,
    links: createLinkSigner(settings.linkKey),
    seal: createSealer(settings.linkKey),
    vault,
    log: settings.log,
    sender: settings.sender ?? null,
    texter: settings.texter ?? null,
    bookingUrl: settings.bookingUrl.replace(/\/$/, ""),
    dashboardUrl: settings.dashboardUrl?.replace(/\/$/, "") ?? null,
    close: async () => {
      vault.forget();
      await changes.close();
      await db.close();
    },
  };
  return runtime;
}
