import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { afterAll, expect, test } from "vitest";
import { removePostgresHome } from "./postgres-home.ts";
import { isAbandoned, startPostgres, type Postgres } from "./postgres.ts";
import { identify, isAlive, type ProcessIdentity } from "./process-identity.ts";

const scratch = mkdtempSync(join(tmpdir(), "quiet room "));
chmodSync(scratch, 0o755);
const dataDirs: string[] = [];
afterAll(() => {
  dataDirs.forEach(removePostgresHome);
  rmSync(scratch, { recursive: true, force: true });
});

function checkout(name: string): { readonly dataDir: string; readonly durability: "throwaway" } {
  const dataDir = join(scratch, name);
  dataDirs.push(dataDir);
  return { dataDir, durability: "throwaway" };
}

async function ask(postgres: Postgres, sql: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: postgres.url("postgres", "postgres") });
  await client.connect();
  const { rows } = await client.query({ text: sql, rowMode: "array" });
  await client.end();
  return rows.flat();
}

function serverProcess(postgres: Postgres): ProcessIdentity {
  const pid = Number(readFileSync(join(postgres.cluster, "postmaster.pid"), "utf8").split("\n")[0]);
  const known = identify(pid);
  if (known === null) throw new Error(`no process ${pid}`);
  return known;
}

/** A second program that starts the server of `dataDir` and stays; resolves once the server takes connections. */
async function otherStarter(dataDir: string): Promise<ChildProcess> {
  const code = `const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, "postgres.ts"))});
    const { port } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, durability: "throwaway" });
    process.stdout.write(String(port));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.stderr.once("data", (words) => reject(new Error(String(words))));
  });
  return child;
}

test("keeps its data from one start to the next, in a path with blanks", async () => {
  const home = checkout("keeps");
  const first = await startPostgres(home);
  expect(await ask(first, "show server_version_num")).toEqual([expect.stringMatching(/^18/)]);
  expect(await ask(first, "show server_encoding")).toEqual(["UTF8"]);
  expect(await ask(first, "show listen_addresses")).toEqual(["127.0.0.1"]);
  expect(await ask(first, "select 'É' > 'z', lower('É')")).toEqual([true, "é"]);
  await ask(first, "create table kept as select 42 as answer");
  await first.stop();

  const second = await startPostgres(home);
  expect(await ask(second, "select answer from kept")).toEqual([42]);
  await second.stop();
});

test("asks for a password, kept where only its owner may read it", async () => {
  const home = checkout("password");
  const postgres = await startPostgres(home);
  const url = postgres.url("postgres", "postgres").replace(postgres.passwords.postgres, "guessed");
  await expect(new Client({ connectionString: url }).connect()).rejects.toThrow(
    "password authentication failed",
  );
  expect(statSync(join(home.dataDir, "passwords.json")).mode & 0o777).toBe(0o600);
  await postgres.stop();
});

test("two checkouts run side by side", async () => {
  const [one, two] = await Promise.all([startPostgres(checkout("one")), startPostgres(checkout("two"))]);
  expect(one.port).not.toBe(two.port);
  await one.stop();
  expect(await ask(two, "select 1")).toEqual([1]);
  await two.stop();
});

test("works below a folder that only its owner may enter", async () => {
  const closed = join(scratch, "closed");
  mkdirSync(closed, { mode: 0o700 });
  const postgres = await startPostgres(checkout("closed/data"));
  expect(await ask(postgres, "select 1")).toEqual([1]);
  await postgres.stop();
});

test("a second start of the same folder uses the running server, and does not stop it", async () => {
  const home = checkout("shared");
  const first = await startPostgres(home);
  const second = await startPostgres(home);
  expect(second.port).toBe(first.port);
  await second.stop();
  expect(await ask(first, "select 1")).toEqual([1]);
  await first.stop();
});

test("a starter that is killed takes its server along", async () => {
  const home = checkout("killed");
  const starter = await otherStarter(home.dataDir);
  const borrowed = await startPostgres(home);
  const server = serverProcess(borrowed);
  expect(isAbandoned(home.dataDir)).toBe(false);
  starter.kill("SIGKILL");
  await expect.poll(() => isAlive(server), { timeout: 10_000 }).toBe(false);
  expect(isAbandoned(home.dataDir)).toBe(true);
});

test("a server that lost its starter and a note that lost its server are cleared away", async () => {
  const home = checkout("lost");
  const first = await startPostgres(home);
  const orphan = serverProcess(first);
  // As if another process had started it, and were gone.
  writeFileSync(
    join(home.dataDir, "starter.json"),
    JSON.stringify({ server: orphan.pid, pid: process.pid, startedAt: "0" }),
  );
  const second = await startPostgres(home);
  expect(isAlive(orphan)).toBe(false);
  expect(await ask(second, "select 1")).toEqual([1]);
  await second.stop();

  // As after kill -9 and a new container, where this process has the server's old id.
  writeFileSync(
    join(second.cluster, "postmaster.pid"),
    `${process.pid}\n${second.cluster}\n0\n1\n\n127.0.0.1\n\nready   \n`,
  );
  const third = await startPostgres(home);
  expect(await ask(third, "select 1")).toEqual([1]);
  await third.stop();
});

test("says so when it ends by itself", async () => {
  const postgres = await startPostgres(checkout("ends"));
  process.kill(serverProcess(postgres).pid, "SIGTERM");
  expect(await Promise.race([postgres.ended, delay(20_000, "silent")])).toContain("shut down");
});
