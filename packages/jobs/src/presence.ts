import { Client } from "pg";
import type { Logger } from "@quietroom/services/ports";

/** Who works on a database: workers with the embedded engine, or workers whose functions an Inngest server calls. */
export type WorkerKind = "embedded" | "server";

/** Says that this process is one of them, for as long as it lives: what a killed process said ends with its connection. */
export type Presence = { end(): Promise<void> };

/** Why jobs do not begin, in words for whoever runs the installation. */
export class JobsRefused extends Error {
  override readonly name = "JobsRefused";
}

/**
 * Two locks of the database's own, shared by all workers of a kind; `jobs:move` has the first for itself while it moves. They belong to a
 * connection, so this one must lead to PostgreSQL itself and to no pooler.
 */
const place = 0x71_72_6a_6f;
const places = { embedded: 1, server: 2 } as const satisfies Record<WorkerKind, number>;

const pingEveryMs = 30_000;
const longestPauseMs = 5_000;

/**
 * Joins the workers of a kind. Throws `JobsRefused` where work is being moved, and to an embedded worker where a server has the work: two that do
 * the same would each wait for events that only the other hears of. A lost connection is made again; where that is refused by now, `onRefused` is
 * told once, and is to stop working.
 */
export async function joinWorkers(options: {
  readonly databaseUrl: string;
  readonly kind: WorkerKind;
  readonly log: Logger;
  readonly onRefused?: (refusal: JobsRefused) => void;
}): Promise<Presence> {
  const { databaseUrl, kind, log, onRefused } = options;
  const leaving = new AbortController();
  let current = await join(databaseUrl, kind);

  const ended = (async () => {
    while (!leaving.signal.aborted) {
      await untilLost(current, leaving.signal);
      for (let pauseMs = 100; !leaving.signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
        try {
          current = await join(databaseUrl, kind);
          break;
        } catch (error) {
          if (error instanceof JobsRefused) {
            onRefused?.(error);
            return;
          }
          log.warn("jobs.presence_lost", { error: error instanceof Error ? error.name : typeof error });
          await pause(pauseMs, leaving.signal);
        }
      }
    }
    await current.end().catch(() => undefined);
  })();

  return {
    async end() {
      leaving.abort();
      await ended;
    },
  };
}

async function join(databaseUrl: string, kind: WorkerKind): Promise<Client> {
  const client = await connect(databaseUrl, `quietroom ${kind} worker`);
  try {
    const { rows } = await client.query<{ joined: boolean }>(
      "select pg_try_advisory_lock_shared($1, $2) as joined",
      [place, places[kind]],
    );
    if (rows[0]?.joined !== true)
      throw new JobsRefused("Running work is being moved to Inngest: start the workers with its settings.");
    // Joined before it is asked, so that of two who begin at the same moment at least one sees the other.
    const others = kind === "embedded" ? await countWorkers(client, "server") : 0;
    if (others > 0)
      throw new JobsRefused(
        `${others} workers of an Inngest server are at work on this database. Start this one with their settings, or stop them first.`,
      );
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/** How many workers of a kind there are on the database. */
export async function countWorkers(client: Client, kind: WorkerKind): Promise<number> {
  const { rows } = await client.query<{ workers: number }>(
    `select count(*)::integer as workers from pg_locks
     where locktype = 'advisory' and granted and mode = 'ShareLock' and classid = $1 and objid = $2 and objsubid = 2
       and database = (select oid from pg_database where datname = current_database())`,
    [place, places[kind]],
  );
  return rows[0]?.workers ?? 0;
}

/** Keeps embedded workers from starting while this connection lives. False while there are any, or another does the same. */
export async function keepEmbeddedOut(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ alone: boolean }>("select pg_try_advisory_lock($1, $2) as alone", [
    place,
    places.embedded,
  ]);
  return rows[0]?.alone === true;
}

/** One connection of its own, outside any pool. The caller ends it. */
export async function connect(databaseUrl: string, name: string): Promise<Client> {
  const client = new Client({
    connectionString: databaseUrl,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  client.on("error", () => undefined); // the query under way, or the next, rejects
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

async function untilLost(client: Client, leaving: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      clearInterval(ping);
      resolve();
    };
    // A peer that vanished without a word is noticed by asking.
    const ask = async () => {
      try {
        await client.query("select 1");
      } catch {
        done();
      }
    };
    const ping = setInterval(() => void ask(), pingEveryMs);
    client.once("error", done).once("end", done);
    leaving.addEventListener("abort", done, { once: true });
    if (leaving.aborted) done();
  });
  await client.end().catch(() => undefined);
}

export async function pause(ms: number, leaving: AbortSignal): Promise<void> {
  if (leaving.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      leaving.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    leaving.addEventListener("abort", done, { once: true });
  });
}
