import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makePrivateFolder, type PostgresHome } from "./postgres-home.ts";

export type PostgresRole = "postgres" | "quietroom_owner" | "quietroom_app";

export type Passwords = Readonly<Record<PostgresRole, string>>;

// PGPORT, PGDATA, LD_LIBRARY_PATH and the like of the caller must not reach PostgreSQL's programs.
export const cleanEnvironment: NodeJS.ProcessEnv = {
  PATH: "/usr/bin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
  NODE_ENV: "production",
};

/**
 * Creates PostgreSQL's data folder when there is none. initdb works beside the final place and the result is moved there, so
 * that an interrupted run leaves no half cluster. Throws when an existing one belongs to another user or version.
 */
export async function createCluster(
  home: PostgresHome,
  passwords: Passwords,
  durability: "kept" | "throwaway",
): Promise<void> {
  if (existsSync(home.cluster)) {
    refuseForeign(home);
    return;
  }
  const unfinished = join(home.folder, `cluster.${process.pid}`);
  makePrivateFolder(unfinished, home.account);
  const passwordFile = join(home.folder, `password.${process.pid}`);
  writeFileSync(passwordFile, passwords.postgres, { mode: 0o600 });
  if (home.account !== null) chownSync(passwordFile, home.account.uid, home.account.gid);

  const failure = await initialise(home, unfinished, passwordFile, durability);
  rmSync(passwordFile, { force: true });
  if (failure === null && !existsSync(home.cluster)) renameSync(unfinished, home.cluster);
  else rmSync(unfinished, { recursive: true, force: true }); // it failed, or another process was quicker
  if (failure !== null) {
    throw new Error(`PostgreSQL could not create its data folder ${home.cluster}:\n${failure}`);
  }
}

/** One password a role and data folder, made once and readable by its owner only. */
export function keepPasswords(dataDir: string): Passwords {
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

/** Runs initdb; its words when it failed, else null. */
function initialise(
  home: PostgresHome,
  cluster: string,
  passwordFile: string,
  durability: "kept" | "throwaway",
): Promise<string | null> {
  const initdb = spawn(
    home.programs.initdb,
    [
      `--pgdata=${cluster}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // Sorts by code point and knows the case of every letter, on every system alike.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--no-instructions",
      ...(durability === "throwaway" ? ["--no-sync"] : []),
    ],
    { cwd: "/", env: cleanEnvironment, stdio: ["ignore", "pipe", "pipe"], ...home.account },
  );
  let words = "";
  initdb.stdout.on("data", (chunk) => (words += String(chunk)));
  initdb.stderr.on("data", (chunk) => (words += String(chunk)));
  return new Promise((resolve) => {
    initdb.once("error", (error) => resolve(error.message));
    initdb.once("close", (code) => resolve(code === 0 ? null : words.trim()));
  });
}

function refuseForeign(home: PostgresHome): void {
  const owner = statSync(home.cluster).uid;
  const runner = home.account?.uid ?? process.getuid?.();
  if (owner !== runner) {
    throw new Error(
      `${home.cluster} belongs to user ${owner}, and PostgreSQL would run as user ${runner}. ` +
        "Run this as the user who did it first, or remove the folder.",
    );
  }
  const version = readFileSync(join(home.cluster, "PG_VERSION"), "utf8").trim();
  if (version !== "18") {
    throw new Error(
      `${home.cluster} was written by PostgreSQL ${version}, and this is 18. Start over with --reset, or dump and restore.`,
    );
  }
}
