import type { Mutation } from "./mutations.ts";

const sealing = "packages/vault/src/seal-field.ts";
const sealingTests = ["packages/vault/src/seal-field.test.ts"];

/** What keeps sealed words sealed, broken once each. */
export const vaultMutations: readonly Mutation[] = [
  {
    protection: "a sealed value is bound to its tenant",
    file: sealing,
    from: '["quietroom field 1", keyId, tenantId, table, column, rowId]',
    to: '["quietroom field 1", keyId, table, column, rowId, tenantId.slice(0, 0)]',
    project: "unit",
    tests: sealingTests,
    title: "check 81 moved to any other",
  },
  {
    protection: "a sealed value is bound to its row",
    file: sealing,
    from: '["quietroom field 1", keyId, tenantId, table, column, rowId]',
    to: '["quietroom field 1", keyId, tenantId, table, column, rowId.slice(0, 0)]',
    project: "unit",
    tests: sealingTests,
    title: "check 81 moved to any other",
  },
  {
    protection: "a sealed value is opened only where its tag is right",
    file: sealing,
    from: "    decipher.final();\n",
    to: "",
    project: "unit",
    tests: sealingTests,
    title: "check 81 with any one character",
  },
  {
    protection: "each value has an IV of its own",
    file: sealing,
    from: "const iv = randomFillSync(ivScratch);",
    to: "const iv = ivScratch[0] === 0 ? randomFillSync(ivScratch) : ivScratch;",
    project: "unit",
    tests: sealingTests,
    title: "check 82 a million",
  },
  {
    protection: "opened keys are forgotten after an hour",
    file: "packages/vault/src/create-vault.ts",
    from: "if (entry === undefined || now() - entry.openedAt < cacheMs) return entry;",
    to: "if (entry === undefined || now() - entry.openedAt < cacheMs * 2) return entry;",
    project: "unit",
    tests: ["packages/vault/src/create-vault.test.ts"],
    title: "check 85 ",
  },
  {
    protection: "a blind index is one tenant's and one column's",
    file: "packages/vault/src/blind-index.ts",
    from: '["quietroom index 1", kind, tenantId, table, column, value]',
    to: '["quietroom index 1", kind, tenantId, table, value, column.slice(0, 0)]',
    project: "unit",
    tests: ["packages/vault/src/blind-index.test.ts"],
    title: "check 84 ",
  },
  {
    protection: "a move of rows overwrites no writer",
    file: "packages/services/src/keys/move-rows.ts",
    from: "and t.id = n.id and ${unchanged}",
    to: "and t.id = n.id and (true or ${unchanged})",
    project: "db",
    tests: ["packages/services/src/keys/keys.db.test.ts"],
    title: "check 83 rows that writers",
  },
];
