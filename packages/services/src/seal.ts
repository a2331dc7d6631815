import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** What a sealed text belongs to: opened for anything else, it is not ours. `field` is a table and column, such as "staff_totp.secret". */
type SealedFor = { readonly tenantId: string; readonly recordId: string; readonly field: string };

/** Keeps short secrets in the database so that the database alone does not tell them. */
export type Sealer = {
  /** The text, encrypted and bound to what it belongs to. Never twice the same. */
  seal(text: string, about: SealedFor): string;
  /** The text again. Throws for whatever was altered, cut, sealed under another key or for something else. */
  open(sealed: string, about: SealedFor): string;
  /** A keyed digest of 64 hexadecimal digits, for secrets that are only ever compared. */
  digest(text: string, about: SealedFor): string;
};

const version = "1";
const nonceBytes = 12;
const tagBytes = 16;

/** Seals with AES-256-GCM under a key derived from the installation's secret of 32 random bytes or more. */
export function createSealer(secret: Uint8Array): Sealer {
  if (secret.length < 32) throw new Error("the secret to seal with needs 32 bytes or more");
  const sealKey = derived(secret, "quietroom seal 1");
  const digestKey = derived(secret, "quietroom digest 1");

  return {
    seal(text, about) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", sealKey, nonce, { authTagLength: tagBytes });
      cipher.setAAD(bound(about));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return `${version}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
    },
    open(sealed, about) {
      const [kind, body = ""] = sealed.split(".");
      const bytes = Buffer.from(body, "base64url");
      if (kind !== version || bytes.length < nonceBytes + tagBytes) throw new Error("not a sealed text");
      const nonce = bytes.subarray(0, nonceBytes);
      const decipher = createDecipheriv("aes-256-gcm", sealKey, nonce, { authTagLength: tagBytes });
      decipher.setAAD(bound(about));
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
      return text.toString("utf8");
    },
    digest: (text, about) =>
      createHmac("sha256", digestKey).update(bound(about)).update("\0").update(text).digest("hex"),
  };
}

function derived(secret: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, new Uint8Array(), purpose, 32));
}

function bound({ tenantId, recordId, field }: SealedFor): Buffer {
  return Buffer.from([tenantId, recordId, field].join("\0"), "utf8");
}
