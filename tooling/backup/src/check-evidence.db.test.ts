import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAuditSigner, sealTrail } from "@quietroom/services/evidence";
import { addClient, createStudio, person, testDatabase, testRuntime } from "@quietroom/testing";
import { createLocalKeyFile, KeyServiceError, localKeyService, openLocalKeyFile } from "@quietroom/vault";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toBackupKey } from "./backup-key.ts";
import { restoreBackup } from "./restore-backup.ts";
import { writeBackup } from "./write-backup.ts";

const database = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "evidence-"));
const masterKeyFile = join(folder, "master.key");
createLocalKeyFile(masterKeyFile);
const keyServices = { keyService: openLocalKeyFile(masterKeyFile), olderKeyServices: [] };
const runtime = await testRuntime(database, { keyService: keyServices.keyService });
const key = toBackupKey(randomBytes(32));
const signer = createAuditSigner(randomBytes(32));
const restored: string[] = [];
const clients: string[] = [];
const superuser = new Client({ connectionString: database.superUrl });

beforeAll(async () => {
  await superuser.connect();
  const { tenantId } = await createStudio(runtime);
  clients.push(
    await addClient(runtime, tenantId, person("Ana")),
    await addClient(runtime, tenantId, person("Ben")),
  );
  const anchors = {
    append: async () => await Promise.resolve(),
    last: async () => await Promise.resolve(null),
    async *all() {
      yield* await Promise.resolve([]);
    },
  };
  await sealTrail(runtime, tenantId, { signer, anchors });
});

afterAll(async () => {
  for (const name of restored) await superuser.query(`drop database if exists ${name} with (force)`);
  await superuser.end();
  rmSync(folder, { recursive: true, force: true });
});

async function back(): Promise<string> {
  const { file } = await writeBackup({
    databaseUrl: database.superUrl,
    folder,
    key,
    product: "0.1.0",
    now: new Date(),
  });
  return file;
}

function elsewhere(): string {
  const name = `proven_${randomUUID().replaceAll("-", "")}`;
  restored.push(name);
  const url = new URL(database.superUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function isThere(adminUrl: string): Promise<boolean> {
  const { rowCount } = await superuser.query("select from pg_database where datname = $1", [
    new URL(adminUrl).pathname.slice(1),
  ]);
  return rowCount === 1;
}

test("check 92 a restored audit holds together, and what is sealed opens with the master key that was kept apart", async () => {
  const adminUrl = elsewhere();
  const auditKeys = [signer.publicKey];
  const report = await restoreBackup({ file: await back(), key, adminUrl, keyServices, auditKeys });
  expect(report.trail?.seals).toBeGreaterThan(0);
  expect(report.trail?.rows).toBeGreaterThan(0);
  expect(report.sealed).toEqual({ studios: 1, values: clients.length * 6 });
});

test("check 92 a value that does not open where it stands ends a restore", async () => {
  const swap = `update client c set phone = o.phone from client o where c.id = any($1) and o.id = any($1) and o.id <> c.id`;
  await superuser.query("set session_replication_role = replica");
  await superuser.query(swap, [clients]);
  const file = await back();
  await superuser.query(swap, [clients]);
  await superuser.query("set session_replication_role = default");
  const adminUrl = elsewhere();
  await expect(restoreBackup({ file, key, adminUrl, keyServices })).rejects.toThrow(
    "does not open with the master key",
  );
  expect(await isThere(adminUrl)).toBe(false);
});

test("check 92 another master key, a missing one and an audit that was altered before the backup each end a restore", async () => {
  const other = join(folder, "other.key");
  createLocalKeyFile(other);
  const file = await back();
  for (const wrong of [openLocalKeyFile(other), { ...openLocalKeyFile(masterKeyFile), name: "elsewhere" }]) {
    const adminUrl = elsewhere();
    const opening = { keyService: wrong, olderKeyServices: [] };
    await expect(restoreBackup({ file, key, adminUrl, keyServices: opening })).rejects.toThrow(
      "does not open with the master key",
    );
    expect(await isThere(adminUrl)).toBe(false);
  }
  await superuser.query("set session_replication_role = replica");
  await superuser.query(
    "update audit_event set outcome = 'forbidden' where id = (select min(first_id::text)::uuid from audit_seal)",
  );
  await superuser.query("set session_replication_role = default");
  const adminUrl = elsewhere();
  await expect(
    restoreBackup({ file: await back(), key, adminUrl, auditKeys: [signer.publicKey] }),
  ).rejects.toThrow("the first: altered");
  expect(await isThere(adminUrl)).toBe(false);
});

test("check 92 ENC-04 a backup whose keys a key service wrapped is proven through it, and one that is silent ends a restore", async () => {
  const service = { ...localKeyService(randomBytes(32)), name: "aws-kms" };
  const served = await testRuntime(database, { keyService: service });
  await addClient(served, (await createStudio(served)).tenantId, person("Cleo"));
  const file = await back();
  const olderKeyServices = [keyServices.keyService];
  const opening = { keyService: service, olderKeyServices };
  const { sealed } = await restoreBackup({ file, key, adminUrl: elsewhere(), keyServices: opening });
  expect(sealed).toEqual({ studios: 2, values: (clients.length + 1) * 6 });

  const adminUrl = elsewhere();
  const unwrap = () => Promise.reject(new KeyServiceError("unavailable"));
  const silent = { keyService: { ...service, unwrap }, olderKeyServices };
  await expect(restoreBackup({ file, key, adminUrl, keyServices: silent })).rejects.toThrow(
    'The key service "aws-kms" opened no key (unavailable)',
  );
  expect(await isThere(adminUrl)).toBe(false);
});
