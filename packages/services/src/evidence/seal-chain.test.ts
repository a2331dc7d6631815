import { expect, test } from "vitest";
import { createAuditKeys, createAuditSigner } from "./audit-signer.ts";
import { isGenuine, lineHash, readLeaves, type Seal, sealLeaves } from "./seal-chain.ts";

const signer = createAuditSigner(new Uint8Array(32).fill(7));
const keys = createAuditKeys([signer.publicKey]);
const leaves = ["a", "b"].map((line, index) => ({
  id: `01900000-0000-7000-8000-00000000000${index}`,
  at: 1_800_000_000_000 + index,
  hash: lineHash(line),
}));
const facts = {
  tenantId: "01900000-0000-7000-8000-000000000009",
  number: 3,
  sealedAt: 1_800_000_060_000,
  previous: "a".repeat(64),
};
const seal = sealLeaves(leaves, facts, signer);

test("AUD-06 a seal is genuine, and its leaves read as they were packed", () => {
  expect(isGenuine(seal, keys)).toBe(true);
  expect(readLeaves(seal.leaves)).toEqual(leaves);
});

const other: Partial<Seal> = {
  tenantId: "01900000-0000-7000-8000-00000000000a",
  number: 4,
  sealedAt: facts.sealedAt + 1,
  rowCount: 1,
  leaves: new Uint8Array(112),
  previous: "b".repeat(64),
  head: "c".repeat(64),
  keyId: "d".repeat(16),
  signature: new Uint8Array(64),
};

test.each(Object.entries(other))("check 87 AUD-06 with another %s a seal is none of ours", (name, value) => {
  expect(isGenuine({ ...seal, [name]: value }, keys)).toBe(false);
});
