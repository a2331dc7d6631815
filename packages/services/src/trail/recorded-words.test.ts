import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { administrativeActs, recordedKinds, recordedWords } from "@quietroom/domain/records";
import { expect, test } from "vitest";

const services = path.resolve(import.meta.dirname, "..");
const known = new Set(recordedKinds().map(({ resource }) => resource));

/** Kinds of records that the services put into the audit by name. */
const written = new Set(
  globSync("**/*.ts", { cwd: services })
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => [
      ...readFileSync(path.join(services, file), "utf8").matchAll(/\bresource: "([a-z_]+)"/g),
    ])
    .map(([, resource = ""]) => resource),
);

test("AUD-09 AUD-10 every kind of record that the services put into the audit is called something by people, and is administration or not", () => {
  expect(written.size).toBeGreaterThan(50);
  expect([...written].filter((resource) => !known.has(resource))).toEqual([]);
  expect(recordedWords("something_new")).toBe("something new");
});

test("AUD-09 no two kinds of record are called the same, so that whoever chooses one knows which", () => {
  const words = recordedKinds().map((kind) => kind.words);
  expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
});

test("AUD-02 AUD-10 who may do what, credentials, keys, rules, and taking records away or bringing them back are administration; visits are not", () => {
  const acts = new Map(administrativeActs().map(({ resource, actions }) => [resource, actions]));
  const changes = ["create", "update", "delete", "restore"];
  for (const resource of [
    "app_pairing",
    "data_key",
    "legal_hold",
    "passkey",
    "purge_candidate",
    "recovery_codes",
    "rights_request",
    "staff_user",
  ])
    expect(acts.get(resource), resource).toEqual(changes);
  expect(acts.get("client")).toEqual(["delete", "restore"]);
  for (const resource of ["appointment", "notification", "session"])
    expect(acts.has(resource), resource).toBe(false);
});
