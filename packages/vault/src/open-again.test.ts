import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { mostRemembered, openAgain } from "./open-again.ts";
import { sealField } from "./seal-field.ts";
import { openTenantKeys, type TenantKeys } from "./tenant-keys.ts";

const tenantId = "0198f0b6-5c1e-7000-8000-000000000001";
const ref = { table: "client", column: "given_name", rowId: "0198f0b6-5c1e-7000-8000-000000000002" };
const other = { ...ref, rowId: "0198f0b6-5c1e-7000-8000-000000000003" };

/** Keys that count how often they are asked for, which is once for each value that is really opened. */
function counted(): { readonly keys: TenantKeys; readonly asked: () => number } {
  let asked = 0;
  const keys = openTenantKeys(tenantId, {
    data: [{ keyId: "one", bytes: randomBytes(32) }],
    index: [{ keyId: "two", bytes: randomBytes(32) }],
  });
  return {
    keys: {
      ...keys,
      byId: (keyId) => {
        asked += 1;
        return keys.byId(keyId);
      },
    },
    asked: () => asked,
  };
}

describe("a name that lists show over and over", () => {
  test("is opened once for each set of keys", () => {
    const { keys, asked } = counted();
    const sealed = sealField(keys, "Ximena", ref);
    expect([openAgain(keys, sealed, ref), openAgain(keys, sealed, ref)]).toEqual(["Ximena", "Ximena"]);
    expect(asked()).toBe(1);
    openAgain({ ...keys }, sealed, ref);
    expect(asked()).toBe(2);
  });

  test("ENC-03 that was altered or moved is refused, however often it was opened before", () => {
    const { keys } = counted();
    const [mine, yours] = [sealField(keys, "Ximena", ref), sealField(keys, "Quentin", other)];
    expect([openAgain(keys, mine, ref), openAgain(keys, yours, other)]).toEqual(["Ximena", "Quentin"]);
    const altered = `${mine.slice(0, -2)}${mine.endsWith("AA") ? "BA" : "AA"}`;
    for (const [sealed, place] of [
      [mine, other],
      [yours, ref],
      [mine, { ...ref, column: "family_name" }],
      [mine, { ...ref, table: "portal_account" }],
      [altered, ref],
    ] as const)
      expect(() => openAgain(keys, sealed, place)).toThrow("a sealed value does not open");
    expect(openAgain(keys, mine, ref)).toBe("Ximena");
  });

  test("that was changed is shown as it is now", () => {
    const { keys } = counted();
    openAgain(keys, sealField(keys, "Ximena", ref), ref);
    expect(openAgain(keys, sealField(keys, "Jimena", ref), ref)).toBe("Jimena");
  });

  test("is forgotten when there are too many", () => {
    const { keys, asked } = counted();
    const sealed = sealField(keys, "Ximena", ref);
    openAgain(keys, sealed, ref);
    for (let index = 0; index < mostRemembered; index += 1) {
      const place = { ...ref, rowId: `row-${index}` };
      openAgain(keys, sealField(keys, "Quentin", place), place);
    }
    const before = asked();
    openAgain(keys, sealed, ref);
    expect(asked()).toBe(before + 1);
  });
});
