import { createCipheriv, createDecipheriv, randomFillSync } from "node:crypto";
import { keyIdShape, type TenantKeys } from "./tenant-keys.ts";

/** The one place where a sealed value belongs. Opened for any other place, it is refused. */
export type FieldRef = { readonly table: string; readonly column: string; readonly rowId: string };

/**
 * What a sealed value looks like, and the only spelling of it: `keyId:iv:authTag:ciphertext` in base64url, 96 bits of
 * IV, 128 bits of tag. The last characters are spelled out because base64url has several for the same bytes.
 */
export const sealedShapeSql =
  "^[a-z0-9-]{1,32}:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]{21}[AQgw]:([A-Za-z0-9_-]{4})*([A-Za-z0-9_-][AQgw]|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048])?$";

/** `sealedShapeSql` for JavaScript. */
export const sealedShape: RegExp = new RegExp(sealedShapeSql);

/** Why a sealed value was not opened. */
type SealedFieldReason = "malformed" | "unknown_key" | "not_authentic";

/** A value that does not open where it stands: altered, moved, cut, or of a key that is not the tenant's. Says where, never what. */
export class SealedFieldError extends Error {
  override readonly name = "SealedFieldError";
  readonly reason: SealedFieldReason;
  readonly tenantId: string;
  readonly ref: FieldRef;

  constructor(reason: SealedFieldReason, tenantId: string, { table, column, rowId }: FieldRef) {
    super(`a sealed value does not open: ${reason}`);
    this.reason = reason;
    this.tenantId = tenantId;
    this.ref = { table, column, rowId };
  }
}

const ivBytes = 12;
const tagBytes = 16;
const ivChars = 16;
const tagChars = 22;

// Filled anew for each value and copied by the cipher before anything else runs: half the cost of a new buffer. No clear text lies in them.
const ivScratch = Buffer.alloc(ivBytes);
const tagScratch = Buffer.alloc(tagBytes);
const cipherScratch = Buffer.alloc(1_024);
const placeScratch = Buffer.alloc(1_024);
const gcm = { authTagLength: tagBytes } as const;

/**
 * Encrypts a text with AES-256-GCM under the tenant's current key, bound to tenant, table, column and row.
 * Never twice the same: each call draws its own 96 bits of IV, from the system and from no pool of ours, which a
 * forked or restored process would draw from again.
 */
export function sealField(keys: TenantKeys, text: string, ref: FieldRef): string {
  const { keyId, key } = keys.current;
  const iv = randomFillSync(ivScratch);
  const cipher = createCipheriv("aes-256-gcm", key, iv, gcm);
  cipher.setAAD(boundTo(keyId, keys.tenantId, ref));
  const body = cipher.update(text, "utf8");
  cipher.final();
  return `${keyId}:${iv.toString("base64url")}:${cipher.getAuthTag().toString("base64url")}:${body.toString("base64url")}`;
}

/** The text again. Throws `SealedFieldError` for anything altered, moved, cut, spelled otherwise or of an unknown key. */
export function openField(keys: TenantKeys, sealed: string, ref: FieldRef): string {
  if (!sealedShape.test(sealed)) throw new SealedFieldError("malformed", keys.tenantId, ref);
  const ivAt = sealed.indexOf(":") + 1;
  const tagAt = ivAt + ivChars + 1;
  const keyId = sealed.slice(0, ivAt - 1);
  const dataKey = keys.byId(keyId);
  if (dataKey === undefined) throw new SealedFieldError("unknown_key", keys.tenantId, ref);

  ivScratch.write(sealed.slice(ivAt, tagAt - 1), "base64url");
  tagScratch.write(sealed.slice(tagAt, tagAt + tagChars), "base64url");
  const decipher = createDecipheriv("aes-256-gcm", dataKey.key, ivScratch, gcm);
  decipher.setAAD(boundTo(keyId, keys.tenantId, ref));
  decipher.setAuthTag(tagScratch);
  const bytes = decipher.update(written(cipherScratch, sealed.slice(tagAt + tagChars + 1), "base64url"));
  try {
    decipher.final();
  } catch {
    throw new SealedFieldError("not_authentic", keys.tenantId, ref);
  }
  return bytes.toString("utf8");
}

/** The id of the key that a value is sealed under, or undefined for what is no sealed value. Says nothing of its authenticity. */
export function keyIdOf(sealed: string): string | undefined {
  const keyId = sealed.slice(0, Math.max(sealed.indexOf(":"), 0));
  return keyIdShape.test(keyId) && sealedShape.test(sealed) ? keyId : undefined;
}

// JSON is unambiguous whatever the parts contain; joined by a separator, two places could read the same.
function boundTo(keyId: string, tenantId: string, { table, column, rowId }: FieldRef): Buffer {
  const place = JSON.stringify(["quietroom field 1", keyId, tenantId, table, column, rowId]);
  return written(placeScratch, place, "utf8");
}

/** The bytes of a text: in the scratch where they surely fit, UTF-8 being three for one at most, and else in a buffer of their own. */
function written(scratch: Buffer, text: string, encoding: "utf8" | "base64url"): Buffer {
  if (text.length * 3 > scratch.length) return Buffer.from(text, encoding);
  return scratch.subarray(0, scratch.write(text, encoding));
}
