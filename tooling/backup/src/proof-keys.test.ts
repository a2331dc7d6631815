import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepSecrets, masterKeyFile } from "@quietroom/local/studio-secrets";
import { createAuditSigner } from "@quietroom/services/evidence";
import { createLocalKeyFile } from "@quietroom/vault";
import { afterAll, expect, test } from "vitest";
import { findProofKeys } from "./proof-keys.ts";

const folder = mkdtempSync(join(tmpdir(), "installation-"));
const empty = mkdtempSync(join(tmpdir(), "nothing-"));
const publicKey = createAuditSigner(Buffer.from(keepSecrets(folder).auditKey, "base64")).publicKey;
const now = { keysLater: false, auditLater: false };

afterAll(() => {
  for (const made of [folder, empty]) rmSync(made, { recursive: true, force: true });
});

test("check 92 a restore that nobody can prove is refused in words that name each missing key, until somebody says later", async () => {
  for (const environment of [null, {}, { QUIETROOM_AUDIT_PUBLIC_KEYS: " , " }]) {
    const source = { environment, folder: empty };
    const said = findProofKeys(source, now);
    await expect(said).rejects.toThrow(/--keys-later.*NOT VERIFIED/);
    await expect(said).rejects.toThrow(/--audit-later.*NOT VERIFIED/);
    await expect(findProofKeys(source, { keysLater: true, auditLater: false })).rejects.toThrow(
      /^(?!.*keys-later).*--audit-later/s,
    );
    await expect(findProofKeys(source, { keysLater: false, auditLater: true })).rejects.toThrow(
      /^(?!.*audit-later).*--keys-later/s,
    );
    expect(await findProofKeys(source, { keysLater: true, auditLater: true })).toEqual({
      keyServices: null,
      auditKeys: null,
    });
  }
  expect(existsSync(masterKeyFile(empty))).toBe(false); // looking for keys makes none
});

test("check 92 an installation's own keys prove its restore, here and in a rehearsal on another server", async () => {
  for (const environment of [null, { DATABASE_ADMIN_URL: "postgres://rehearsal" }]) {
    const { keyServices, auditKeys } = await findProofKeys({ environment, folder }, now);
    expect(keyServices?.keyService.name).toBe("local");
    expect(auditKeys).toEqual([publicKey]);
  }
});

test("check 92 ENC-04 a server's keys are those that its programs have, a key service's as well as a file's", async () => {
  const kms = {
    QUIETROOM_KEY_SERVICE: "aws-kms",
    QUIETROOM_KMS_KEY: "alias/quietroom",
    AWS_REGION: "eu-central-1",
    QUIETROOM_AUDIT_PUBLIC_KEYS: "one,two",
  };
  const found = await findProofKeys({ environment: kms, folder }, now);
  expect(found.keyServices?.keyService.name).toBe("aws-kms");
  expect(found.auditKeys).toEqual(["one", "two"]);

  const file = join(empty, `${randomBytes(4).toString("hex")}.key`);
  createLocalKeyFile(file);
  const environment = { QUIETROOM_MASTER_KEY_FILE: file, QUIETROOM_AUDIT_PUBLIC_KEYS: "one" };
  expect((await findProofKeys({ environment, folder: empty }, now)).keyServices?.keyService.name).toBe(
    "local",
  );
  await expect(findProofKeys({ environment: { ...kms, AWS_REGION: "" }, folder }, now)).rejects.toThrow(
    "AWS_REGION",
  );
});
