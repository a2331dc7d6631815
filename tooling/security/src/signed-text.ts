import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";

const marker = "\n-- signature --\n";

/** A new Ed25519 key, as PEM (PKCS #8). */
export function newSigningKey(): string {
  return generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** The text, and under it the signature over every byte of it and the public key that checks it. */
export function signText(text: string, privatePem: string): string {
  const key = createPrivateKey(privatePem);
  const signature = sign(null, Buffer.from(text), key).toString("base64");
  return `${text}${marker}algorithm: Ed25519\npublic key: ${publicKeyOf(key)}\nsignature: ${signature}\n`;
}

/** The public key that a signed text names, base64 of its SPKI form. */
export function signerOf(signed: string): string | null {
  return /\npublic key: (\S+)\n/.exec(signed.slice(Math.max(signed.lastIndexOf(marker), 0)))?.[1] ?? null;
}

/**
 * Whether a signed text is as it was signed. A key that travels with the text shows only that nothing was changed since; that it was
 * signed by somebody in particular takes `expected`, their public key, known from elsewhere.
 */
export function isIntact(signed: string, expected?: string): boolean {
  const at = signed.lastIndexOf(marker);
  const publicKey = signerOf(signed);
  const signature = /\nsignature: (\S+)\n$/.exec(signed)?.[1];
  if (at < 0 || publicKey === null || signature === undefined) return false;
  if (expected !== undefined && expected !== publicKey) return false;
  const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), type: "spki", format: "der" });
  return verify(null, Buffer.from(signed.slice(0, at)), key, Buffer.from(signature, "base64"));
}

function publicKeyOf(key: KeyObject): string {
  return createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64");
}
