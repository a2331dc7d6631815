import { createHash, hash } from "node:crypto";
import type { AuditKeys, AuditSigner } from "./audit-signer.ts";

/** What a seal says of one row. `at` is epoch milliseconds, `hash` 64 hexadecimal digits. */
export type Leaf = { readonly id: string; readonly at: number; readonly hash: string };

/** A batch of a studio's audit, sealed: each seal says what it seals and which one came before it. */
export type Seal = {
  readonly tenantId: string;
  readonly number: number;
  readonly sealedAt: number;
  readonly rowCount: number;
  readonly leaves: Uint8Array<ArrayBuffer>;
  readonly previous: string;
  readonly head: string;
  readonly keyId: string;
  readonly signature: Uint8Array<ArrayBuffer>;
};

/** What the first seal of a studio names as the one before it. */
export const nothingBefore = "0".repeat(64);
/** What a seal says of a row that was gone before it was sealed. */
export const goneHash = "0".repeat(64);

/** A leaf: 16 bytes of id, 8 of its moment in epoch milliseconds, 32 of SHA-256. */
export const leafBytes = 56;
export const idBytes = 16;
const hashFrom = 24;

/** SHA-256 over the canonical line of a row. */
export function lineHash(line: string): string {
  return hash("sha256", line, "hex");
}

/** The next seal of a studio. `leaves` ascend by id. */
export function sealLeaves(
  leaves: readonly Leaf[],
  facts: Pick<Seal, "tenantId" | "number" | "sealedAt" | "previous">,
  signer: AuditSigner,
): Seal {
  const packed = packLeaves(leaves);
  const unsigned = { ...facts, rowCount: leaves.length, leaves: packed, keyId: signer.keyId };
  const head = headOf(unsigned);
  return { ...unsigned, head, signature: signer.sign(Buffer.from(head, "hex")) };
}

/** Whether a seal is what was signed: its head is over all that it says, and one of our keys signed it. */
export function isGenuine(seal: Seal, keys: AuditKeys): boolean {
  const { head, keyId, signature } = seal;
  return head === headOf(seal) && keys.accepts({ keyId, bytes: Buffer.from(head, "hex"), signature });
}

export function readLeaves(packed: Uint8Array): readonly Leaf[] {
  const bytes = asBuffer(packed);
  return Array.from({ length: Math.floor(bytes.length / leafBytes) }, (_, index) =>
    leafAt(bytes, index * leafBytes),
  );
}

/** The leaf that begins at this byte. */
export function leafAt(bytes: Buffer, from: number): Leaf {
  return {
    id: asUuid(bytes.toString("hex", from, from + idBytes)),
    at: Number(bytes.readBigInt64BE(from + idBytes)),
    hash: bytes.toString("hex", from + hashFrom, from + leafBytes),
  };
}

/** The same bytes, without a copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Leaves one behind the other, as a seal keeps them. */
export function packLeaves(leaves: readonly Leaf[]): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(leaves.length * leafBytes);
  leaves.forEach(({ id, at, hash: digest }, index) => {
    const from = index * leafBytes;
    bytes.write(id.replaceAll("-", ""), from, "hex");
    bytes.writeBigInt64BE(BigInt(at), from + idBytes);
    bytes.write(digest, from + hashFrom, "hex");
  });
  return new Uint8Array(bytes);
}

function headOf(seal: Omit<Seal, "head" | "signature">): string {
  const { tenantId, number, sealedAt, rowCount, leaves, previous, keyId } = seal;
  const over = createHash("sha256").update(leaves).digest("hex");
  return lineHash(
    JSON.stringify(["quietroom audit seal 1", tenantId, number, sealedAt, rowCount, over, previous, keyId]),
  );
}

function asUuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
