import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { awaitedPermissions, permissions } from "@quietroom/domain/access";
import { expect, test } from "vitest";

const rooms = path.resolve(import.meta.dirname, "../..");
const sources = globSync(["services/src/**/*.ts", "api/src/**/*.ts"], { cwd: rooms })
  .filter((file) => !file.endsWith(".test.ts"))
  .map((file) => readFileSync(path.join(rooms, file), "utf8"))
  .join("\n");

test("AUTH-51 AUTH-55 each permission is asked for by our code, or says what it waits for, and never both", () => {
  expect(sources.length).toBeGreaterThan(100_000);
  const asked = permissions.filter((permission) => sources.includes(`"${permission}"`));
  expect(asked.filter((permission) => permission in awaitedPermissions)).toEqual([]);
  const silent = permissions.filter((permission) => !asked.includes(permission));
  expect(silent.filter((permission) => !(permission in awaitedPermissions))).toEqual([]);
});

test("what waits is a permission of the table, and says for what", () => {
  const known: readonly string[] = permissions;
  expect(Object.keys(awaitedPermissions).filter((permission) => !known.includes(permission))).toEqual([]);
});
