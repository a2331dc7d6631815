import { createHmac, timingSafeEqual } from "node:crypto";

// Their order is part of every link that was ever sent. A "moved" one opens nothing: it says whose time counts as free.
const kinds = ["hold", "appointment", "offer", "moved", "unsubscribe"] as const;

/** What a signed link lets its bearer touch: one record of one studio. When it ends is decided by the record itself. */
export type LinkSubject = {
  readonly kind: (typeof kinds)[number];
  readonly tenantId: string;
  readonly id: string;
};

export type LinkSigner = {
  sign(subject: LinkSubject): string;
  /** The subject of a token that we signed, or null for anything else. */
  verify(token: string): LinkSubject | null;
};

const signatureBytes = 24;

/** Signs links with HMAC-SHA-256 over kind, tenant and id. `key` is at least 32 random bytes. */
export function createLinkSigner(key: Uint8Array): LinkSigner {
  if (key.length < 32) throw new Error("the link key needs 32 bytes or more");
  const signature = (payload: Uint8Array) =>
    createHmac("sha256", key).update("quietroom link 1").update(payload).digest().subarray(0, signatureBytes);

  return {
    sign(subject) {
      const payload = Buffer.concat([
        Buffer.from([kinds.indexOf(subject.kind)]),
        uuidBytes(subject.tenantId),
        uuidBytes(subject.id),
      ]);
      return Buffer.concat([payload, signature(payload)]).toString("base64url");
    },
    verify(token) {
      const bytes = Buffer.from(token, "base64url");
      // Base64 decoding forgives stray characters; only the canonical text is a link.
      if (bytes.length !== 33 + signatureBytes || bytes.toString("base64url") !== token) return null;
      const payload = bytes.subarray(0, 33);
      if (!timingSafeEqual(signature(payload), bytes.subarray(33))) return null;
      const kind = kinds[payload[0] ?? kinds.length];
      if (kind === undefined) return null;
      return { kind, tenantId: uuidText(payload.subarray(1, 17)), id: uuidText(payload.subarray(17, 33)) };
    },
  };
}

function uuidBytes(uuid: string): Buffer {
  const bytes = Buffer.from(uuid.replaceAll("-", ""), "hex");
  if (bytes.length !== 16) throw new Error("not a UUID");
  return bytes;
}

function uuidText(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
