import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { freePort } from "./free-port.ts";
import { createCluster, keepPasswords, type Passwords, type PostgresRole } from "./postgres-cluster.ts";
import { findPostgresHome, type PostgresHome } from "./postgres-home.ts";
import { findRunning, isReady, launch, stopServer, type Starter } from "./postgres-process.ts";
import { identify, isAlive } from "./process-identity.ts";

export type { Passwords, PostgresRole } from "./postgres-cluster.ts";

export type Postgres = {
  readonly port: number;
  /** PostgreSQL's own data folder. */
  readonly cluster: string;
  /** Never print them. */
  readonly passwords: Passwords;
  /** A connection string for one role and database. It holds the password: never print it either. */
  url(role: PostgresRole, database: string): string;
  /** Resolves, with its last words, when the server ends by itself. Never for a server that another process started. */
  readonly ended: Promise<string>;
  /** Shuts down at once and cleanly (open transactions are rolled back). Leaves a server that another process started alone. */
  stop(): Promise<void>;
};

type PostgresOptions = {
  /** Holds everything of this server: data, passwords, log. Made when missing. */
  readonly dataDir: string;
  /** A free port is taken when none is given. */
  readonly port?: number;
  /** "throwaway" skips every flush to disk: for tests, whose data nobody needs after a power cut. */
  readonly durability?: "kept" | "throwaway";
  readonly logFile?: string;
};

const settings = {
  kept: [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=", // a socket's path is limited to about 100 characters; a checkout's is not
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
  ],
  throwaway: [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=96MB",
  ],
};

/**
 * Starts the embedded PostgreSQL 18 of `dataDir`, creating it at first, on 127.0.0.1 only. A server of the same folder that
 * runs already is used as it is; one whose starter was killed is stopped and started anew. It ends with this process,
 * however that ends. Throws with the server's own last words when it does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataDir, durability = "kept", logFile = join(dataDir, "postgres.log") } = options;
  const home = findPostgresHome(dataDir);
  const passwords = keepPasswords(dataDir);
  mkdirSync(dirname(logFile), { recursive: true });
  await createCluster(home, passwords, durability);

  // Another program may take the port, or another process start this very server, between our look and our start.
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const running = await findRunning(home, readStarter(dataDir));
    if (running !== null) return handle(home, passwords, running, null, logFile);

    const port = options.port ?? (await freePort());
    const child = launch(
      home,
      port,
      durability === "kept" ? settings.kept : [...settings.kept, ...settings.throwaway],
      logFile,
    );
    writeFileSync(
      join(dataDir, "starter.json"),
      JSON.stringify({ server: child.pid, ...identify(process.pid) }),
    );
    if (await isReady(home, child)) {
      return handle(home, passwords, port, child, logFile);
    }
    await stopServer(child);
  }
  throw new Error(`PostgreSQL did not start. Its last words (${logFile}):\n${lastLines(logFile)}`);
}

/** True when whoever started the server of this folder is gone, killed before it could tidy up. */
export function isAbandoned(dataDir: string): boolean {
  const starter = readStarter(dataDir);
  return starter !== null && !isAlive(starter);
}

function handle(
  home: PostgresHome,
  passwords: Passwords,
  port: number,
  child: ChildProcess | null,
  logFile: string,
): Postgres {
  let stopping = false;
  return {
    port,
    cluster: home.cluster,
    passwords,
    url: (role, database) => `postgres://${role}:${passwords[role]}@127.0.0.1:${port}/${database}`,
    ended: new Promise((resolve) => {
      child?.once("exit", () => {
        if (!stopping) resolve(lastLines(logFile));
      });
    }),
    stop: async () => {
      stopping = true;
      if (child !== null) await stopServer(child);
    },
  };
}

/** Who started the server that may still run: this file is the only writer of the note. */
function readStarter(dataDir: string): Starter | null {
  const file = join(dataDir, "starter.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

function lastLines(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n") : "";
}
