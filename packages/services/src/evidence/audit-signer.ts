import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** Signs what the audit is sealed and archived with. */
export type AuditSigner = {
  readonly keyId: string;
  /** The key that others check by: 32 bytes in base64. It is no secret. */
  readonly publicKey: string;
  /** An Ed25519 signature of 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
};

/** Checks signatures of every key it was given; an unknown key signs nothing. */
export type AuditKeys = {
  accepts(signed: {
    readonly keyId: string;
    readonly bytes: Uint8Array;
    readonly signature: Uint8Array;
  }): boolean;
};

// What precedes the 32 bytes of an Ed25519 key in PKCS #8 and in SPKI (RFC 8410).
const privateHead = Buffer.from("302e020100300506032b657004220420", "hex");
const publicHead = Buffer.from("302a300506032b6570032100", "hex");

/** The installation's audit key. `seed` is its 32 secret bytes; whoever has them can seal anything. */
export function createAuditSigner(seed: Uint8Array): AuditSigner {
  if (seed.length !== 32) throw new Error("the audit key is 32 bytes");
  const key = createPrivateKey({
    key: Buffer.concat([privateHead, seed]),
    format: "der",
    type: "pkcs8",
  });
  const publicBytes = publicBytesOf(createPublicKey(key));
  return {
    keyId: keyIdOf(publicBytes),
    publicKey: publicBytes.toString("base64"),
    sign: (bytes) => new Uint8Array(sign(null, bytes, key)),
  };
}

/** `publicKeys` are those of today and of every year that is still kept, 32 bytes each in base64. Throws for what is no key. */
export function createAuditKeys(publicKeys: readonly string[]): AuditKeys {
  const keys = new Map<string, KeyObject>();
  for (const text of publicKeys) {
    const bytes = Buffer.from(text, "base64");
    if (bytes.length !== 32) throw new Error("a public audit key is 32 bytes in base64");
    keys.set(
      keyIdOf(bytes),
      createPublicKey({ key: Buffer.concat([publicHead, bytes]), format: "der", type: "spki" }),
    );
  }
  return {
    accepts({ keyId, bytes, signature }) {
      const key = keys.get(keyId);
      return key !== undefined && verify(null, bytes, key, signature);
    },
  };
}

function publicBytesOf(key: KeyObject): Buffer {
  return key.export({ format: "der", type: "spki" }).subarray(publicHead.length);
}

function keyIdOf(publicBytes: Uint8Array): string {
  return createHash("sha256").update(publicBytes).digest("hex").slice(0, 16);
}
