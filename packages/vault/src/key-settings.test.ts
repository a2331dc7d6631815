import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { keySettings } from "./key-settings.ts";
import { createLocalKeyFile, openLocalKeyFile } from "./local-key-file.ts";

const folder = mkdtempSync(join(tmpdir(), "vault-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const real = { production: true };
const kms = {
  QUIETROOM_KEY_SERVICE: "aws-kms",
  QUIETROOM_KMS_KEY: "alias/quietroom",
  AWS_REGION: "eu-central-1",
};
const wrong = (source: Record<string, string>, mode = real) => {
  const answer = keySettings(source, mode);
  return answer.ok ? [] : answer.refusals.map(({ name }) => name);
};

test.each([
  ["nothing", {}, "QUIETROOM_KEY_SERVICE"],
  ["a key file that nobody chose to use", { QUIETROOM_MASTER_KEY_FILE: "/key" }, "QUIETROOM_KEY_SERVICE"],
  ["local without its file", { QUIETROOM_KEY_SERVICE: "local" }, "QUIETROOM_MASTER_KEY_FILE"],
  [
    "local with an empty file name",
    { QUIETROOM_KEY_SERVICE: "local", QUIETROOM_MASTER_KEY_FILE: " " },
    "QUIETROOM_MASTER_KEY_FILE",
  ],
  ["a service that there is none of", { QUIETROOM_KEY_SERVICE: "vault" }, "QUIETROOM_KEY_SERVICE"],
  ["none by that name", { QUIETROOM_KEY_SERVICE: "none" }, "QUIETROOM_KEY_SERVICE"],
  ["KMS without a key", { ...kms, QUIETROOM_KMS_KEY: "" }, "QUIETROOM_KMS_KEY"],
  ["KMS without a region", { ...kms, AWS_REGION: "" }, "AWS_REGION"],
  [
    "KMS over plain http",
    { ...kms, QUIETROOM_KMS_ENDPOINT: "http://kms.example.com" },
    "QUIETROOM_KMS_ENDPOINT",
  ],
])("ENC-06 check 85 a real server does not start with %s", (_, source, name) => {
  expect(wrong(source)).toEqual([name]);
});

test("ENC-06 a real server starts with KMS, or with a local key that was chosen", () => {
  expect(keySettings(kms, real)).toMatchObject({ ok: true, value: { kind: "aws-kms", olderFile: null } });
  expect(keySettings({ QUIETROOM_KEY_SERVICE: "local", QUIETROOM_MASTER_KEY_FILE: "/key" }, real)).toEqual({
    ok: true,
    value: { kind: "local", file: "/key" },
  });
  expect(keySettings({ ...kms, QUIETROOM_MASTER_KEY_FILE: "/key" }, real)).toMatchObject({
    value: { olderFile: "/key" },
  });
});

test("elsewhere a key file alone will do, and nothing means no keys", () => {
  const here = { production: false };
  expect(keySettings({ QUIETROOM_MASTER_KEY_FILE: "/key" }, here)).toEqual({
    ok: true,
    value: { kind: "local", file: "/key" },
  });
  expect(keySettings({}, here)).toEqual({ ok: true, value: { kind: "none" } });
  expect(wrong({ QUIETROOM_KEY_SERVICE: "local" }, here)).toEqual(["QUIETROOM_MASTER_KEY_FILE"]);
});

test("ENC-04 a master key file is made once, for its owner alone, and wraps keys", async () => {
  const file = join(folder, "master.key");
  createLocalKeyFile(file);
  const made = readFileSync(file, "utf8");
  createLocalKeyFile(file);
  expect(readFileSync(file, "utf8")).toBe(made);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const wrapped = await openLocalKeyFile(file).wrap(new Uint8Array(32).fill(5), { tenant: "t" });
  expect(Buffer.from(await openLocalKeyFile(file).unwrap(wrapped, { tenant: "t" }))).toEqual(
    Buffer.alloc(32, 5),
  );
});

test.each([
  ["open to the group", 0o640, null, "chmod 600"],
  ["open to everybody", 0o604, null, "chmod 600"],
  ["empty", 0o600, "", "no 32 bytes"],
  ["short", 0o600, Buffer.alloc(31, 1).toString("base64"), "no 32 bytes"],
  ["not base64", 0o600, "this is no key at all, but a sentence of words", "no 32 bytes"],
  ["all zeros", 0o600, Buffer.alloc(32).toString("base64"), "not random"],
  ["a word repeated", 0o600, Buffer.from("changeme".repeat(4)).toString("base64"), "not random"],
])(
  "check 85 check 86 a master key file that is %s is refused, and not quoted",
  (name, mode, text, message) => {
    const file = join(folder, `${name}.key`);
    createLocalKeyFile(file);
    if (text !== null) writeFileSync(file, text);
    chmodSync(file, mode);
    const held = readFileSync(file, "utf8").trim();
    let said = "";
    try {
      openLocalKeyFile(file);
    } catch (error) {
      said = String(error);
    }
    expect(said).toContain(message);
    if (held !== "") expect(said).not.toContain(held);
    expect(() => openLocalKeyFile(join(folder, "nowhere"))).toThrow("missing");
  },
);
