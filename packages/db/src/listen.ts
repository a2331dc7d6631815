import { Client } from "pg";

export type Listener = {
  /** Stops listening and ends the connection. */
  close(): Promise<void>;
};

const firstRetryMs = 100;
const longestRetryMs = 5_000;
const pingEveryMs = 30_000;

/**
 * Listens on `channel` over one connection of its own, outside the pool, for as long as it is open: a lost connection is
 * made again, with growing pauses. What was announced while nobody listened is lost, so `onConnected` is called after
 * every (re)connection: whoever listens must then look for what it missed.
 */
export function listen(options: {
  readonly connectionString: string;
  readonly channel: "outbox" | "jobs";
  onMessage(payload: string): void;
  onConnected(): void;
  onLost?(): void;
}): Listener {
  let closed = false;
  let retryMs = firstRetryMs;
  let retry: NodeJS.Timeout | null = null;
  let current: Client | null = null;

  async function connect(): Promise<void> {
    const client = new Client({
      connectionString: options.connectionString,
      application_name: `quietroom listen ${options.channel}`,
      connectionTimeoutMillis: 10_000,
      query_timeout: 10_000,
      keepAlive: true,
    });
    current = client;
    // A connection dies once, however many ways it says so.
    let alive = true;
    let ping: NodeJS.Timeout | null = null;
    const lost = () => {
      if (!alive) return;
      alive = false;
      if (ping) clearInterval(ping);
      client.end().catch(() => undefined);
      if (closed) return;
      options.onLost?.();
      retry = setTimeout(() => void connect(), retryMs);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    };
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", ({ payload }) => options.onMessage(payload ?? ""));
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(options.channel)}`);
    } catch {
      lost();
      return;
    }
    if (!alive || closed) {
      lost();
      return;
    }
    retryMs = firstRetryMs;
    // A peer that vanished without a word is noticed by asking.
    ping = setInterval(() => {
      client.query("select 1").catch(lost);
    }, pingEveryMs);
    ping.unref();
    options.onConnected();
  }

  void connect();
  return {
    close: async () => {
      closed = true;
      if (retry) clearTimeout(retry);
      await current?.end().catch(() => undefined);
    },
  };
}
