import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { leash } from "./leash.ts";
import { findPostgresHome, makePrivateFolder, type PostgresHome } from "./postgres-home.ts";
import { identify, isAlive, workingFolder, type ProcessIdentity } from "./process-identity.ts";

export type PostgresRole = "postgres" | "quietroom_owner" | "quietroom_app";

export type Passwords = Readonly<Record<PostgresRole, string>>;

export type Postgres = {
  readonly port: number;
  /** PostgreSQL's own data folder. */
  readonly cluster: string;
  readonly passwords: Passwords;
  /** The system account it runs under, when that is not ours. */
  readonly lentTo: number | null;
  /** A connection string for one role and database. It holds the password: never print it. */
  url(role: PostgresRole, database: string): string;
  /** Resolves when the server ends by itself, with what it last logged. Never for a server that somebody else started. */
  readonly ended: Promise<string>;
  /** Shuts down quickly and cleanly (open transactions are rolled back). Leaves alone a server that somebody else started. */
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

const throwawaySettings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"];
const startLimitMs = 60_000;
const stopLimitMs = 30_000;

/**
 * Starts the embedded PostgreSQL of `dataDir`, creating it at first, on 127.0.0.1 only. A server of the same folder that runs
 * already is used as it is; one whose starter was killed is stopped and started anew.
 * Throws with the server's own last words when it does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const home = findPostgresHome(options.dataDir);
  const passwords = keepPasswords(options.dataDir);
  const logFile = options.logFile ?? join(options.dataDir, "postgres.log");
  mkdirSync(dirname(logFile), { recursive: true });
  await createCluster(home, passwords, options);

  for (let attempt = 1; ; attempt += 1) {
    const running = await findRunning(home, options.dataDir);
    if (running !== null) return server(home, passwords, running, null, logFile);

    const port = options.port ?? (await freePort());
    const child = launch(home, port, options, logFile);
    const started = await ready(home, child);
    if (started) {
      writeFileSync(join(options.dataDir, "starter.json"), JSON.stringify(identify(process.pid)));
      return server(home, passwords, port, child, logFile);
    }
    await stopChild(child);
    // Another program took the port, or another process started this very server, between our look and our start.
    if (attempt === 5)
      throw new Error(`PostgreSQL did not start. Its last words (${logFile}):\n${lastLines(logFile)}`);
  }
}

function server(
  home: PostgresHome,
  passwords: Passwords,
  port: number,
  child: ChildProcess | null,
  logFile: string,
): Postgres {
  let stopping = false;
  const ended =
    child === null
      ? new Promise<never>(() => undefined)
      : new Promise<string>((resolve) => {
          child.once("exit", () => {
            if (!stopping) resolve(lastLines(logFile));
          });
        });
  return {
    port,
    cluster: home.cluster,
    passwords,
    lentTo: home.account?.uid ?? null,
    url: (role, database) =>
      `postgres://${role}:${passwords[role]}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
    ended,
    stop: async () => {
      stopping = true;
      if (child !== null) await stopChild(child);
    },
  };
}

/** One password a role and data folder, made once and readable by its owner only. */
function keepPasswords(dataDir: string): Passwords {
  const file = join(dataDir, "passwords.json");
  if (!existsSync(file)) {
    const fresh = () => randomBytes(24).toString("base64url");
    const passwords: Passwords = { postgres: fresh(), quietroom_owner: fresh(), quietroom_app: fresh() };
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify(passwords), { mode: 0o600 });
    renameSync(unfinished, file);
  }
  const kept: Partial<Record<string, unknown>> = JSON.parse(readFileSync(file, "utf8"));
  const { postgres, quietroom_owner, quietroom_app } = kept;
  if (
    typeof postgres !== "string" ||
    typeof quietroom_owner !== "string" ||
    typeof quietroom_app !== "string"
  ) {
    throw new Error(`${file} is damaged. Start over with --reset, which empties this database.`);
  }
  return { postgres, quietroom_owner, quietroom_app };
}

/** Runs initdb beside the final place and moves the result there, so that an interrupted run leaves no half cluster. */
async function createCluster(
  home: PostgresHome,
  passwords: Passwords,
  options: PostgresOptions,
): Promise<void> {
  if (existsSync(home.cluster)) return refuseForeign(home);
  const unfinished = join(home.folder, `cluster.${process.pid}`);
  makePrivateFolder(unfinished, home.account);
  const passwordFile = join(home.folder, `password.${process.pid}`);
  writeFileSync(passwordFile, passwords.postgres, { mode: 0o600 });
  if (home.account !== null) chownSync(passwordFile, home.account.uid, home.account.gid);

  const initdb = spawn(
    home.programs.initdb,
    [
      `--pgdata=${unfinished}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // Sorts by code point and knows the case of every letter, on every system alike.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--no-instructions",
      ...(options.durability === "throwaway" ? ["--no-sync"] : []),
    ],
    { cwd: "/", env: cleanEnvironment, stdio: ["ignore", "pipe", "pipe"], ...home.account },
  );
  let words = "";
  initdb.stdout?.on("data", (chunk) => (words += chunk));
  initdb.stderr?.on("data", (chunk) => (words += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    initdb.once("error", reject);
    initdb.once("close", resolve);
  }).finally(() => rmSync(passwordFile, { force: true }));
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not create its data folder ${home.cluster}:\n${words.trim()}`);
  }
  if (!existsSync(home.cluster)) renameSync(unfinished, home.cluster);
  else rmSync(unfinished, { recursive: true, force: true }); // another process was quicker
}

function refuseForeign(home: PostgresHome): void {
  const owner = statSync(home.cluster).uid;
  const runner = home.account?.uid ?? process.getuid?.();
  if (owner !== runner) {
    throw new Error(
      `${home.cluster} belongs to user ${owner}, and PostgreSQL would run as user ${runner}. Run this as the user who did it first, or remove the folder.`,
    );
  }
  const version = readFileSync(join(home.cluster, "PG_VERSION"), "utf8").trim();
  if (version !== "18") {
    throw new Error(
      `${home.cluster} was written by PostgreSQL ${version}; this one is 18. Start over with --reset, or dump and restore.`,
    );
  }
}

// PGPORT, PGDATA, LD_LIBRARY_PATH and the like of the caller must not reach the server.
const cleanEnvironment: NodeJS.ProcessEnv = {
  PATH: "/usr/bin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
  NODE_ENV: "production",
};

function launch(home: PostgresHome, port: number, options: PostgresOptions, logFile: string): ChildProcess {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=", // a socket's path is limited to about 100 characters; a checkout's is not
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
    ...(options.durability === "throwaway" ? throwawaySettings : []),
  ];
  const log = openSync(logFile, "w");
  const child = spawn(
    home.programs.postgres,
    ["-D", home.cluster, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    { cwd: "/", env: cleanEnvironment, stdio: ["ignore", log, log], detached: true, ...home.account },
  );
  closeSync(log);
  if (child.pid !== undefined) leash(child, child.pid, "INT");
  return child;
}

/** True once the server takes connections, false when it ended or took too long. */
async function ready(home: PostgresHome, child: ChildProcess): Promise<boolean> {
  let failed = false;
  child.once("error", () => (failed = true));
  for (const limit = Date.now() + startLimitMs; Date.now() < limit; await delay(20)) {
    if (failed || child.exitCode !== null || child.signalCode !== null) return false;
    const status = readStatus(home);
    if (status?.pid === child.pid && status?.ready) return true;
  }
  return false;
}

/** PostgreSQL's own note beside its data: process, port, and whether it takes connections. */
function readStatus(
  home: PostgresHome,
): { readonly pid: number; readonly port: number; readonly ready: boolean } | null {
  try {
    const lines = readFileSync(join(home.cluster, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
  } catch {
    return null;
  }
}

/** The port of a server that runs on this very folder for a living starter; tidies up after starters and servers that died. */
async function findRunning(home: PostgresHome, dataDir: string): Promise<number | null> {
  for (const limit = Date.now() + startLimitMs; Date.now() < limit; await delay(50)) {
    const status = readStatus(home);
    if (status === null) return null;
    if (workingFolder(status.pid) !== home.cluster) {
      // The note outlived its server, and its process id may be another program's by now.
      rmSync(join(home.cluster, "postmaster.pid"), { force: true });
      return null;
    }
    const starter = readStarter(dataDir);
    if (starter !== null && !isAlive(starter)) signal(status.pid, "SIGINT");
    else if (status.ready) return status.port;
  }
  throw new Error(
    `The PostgreSQL server of ${home.cluster} neither takes connections nor ends. Stop it and try again.`,
  );
}

function readStarter(dataDir: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(join(dataDir, "starter.json"), "utf8"));
  } catch {
    return null;
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGINT");
  const hurry = setTimeout(() => child.kill("SIGQUIT"), stopLimitMs);
  await gone;
  clearTimeout(hurry);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended in the meantime.
  }
}

function lastLines(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n") : "";
}
