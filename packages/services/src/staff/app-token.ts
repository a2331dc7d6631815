import { uuidBytes, uuidOf } from "./uuid-bytes.ts";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Which of the two tokens of a pair: one opens the API, the other is changed for the next pair. */
export type TokenKind = "access" | "refresh";

/** A token as far as it can be read: where to look for what is kept of it, and what to compare that with. */
export type ShownToken = { readonly tenantId: string; readonly tokenId: string; readonly secret: Buffer };

const idBytes = 16;
const secretBytes = 32;
const length = 2 * idBytes + secretBytes;
/** Says what it is to whoever finds one lying about, and keeps the one kind from passing for the other. */
const prefixes = { access: "qra_", refresh: "qrr_" } as const;

/** The studio's id, the row's id and 256 random bits as text, and what is kept of it: nobody gets from there to the token. */
export function newAppToken(
  kind: TokenKind,
  { tenantId, tokenId }: { readonly tenantId: string; readonly tokenId: string },
): { readonly token: string; readonly hash: string } {
  const secret = randomBytes(secretBytes);
  const body = Buffer.concat([uuidBytes(tenantId), uuidBytes(tokenId), secret]).toString("base64url");
  return { token: `${prefixes[kind]}${body}`, hash: hashOf(secret) };
}

/** Reads a token of one kind; null for any other text. */
export function readAppToken(kind: TokenKind, text: string): ShownToken | null {
  if (!text.startsWith(prefixes[kind])) return null;
  const body = text.slice(prefixes[kind].length);
  const bytes = Buffer.from(body, "base64url");
  // Base64 decoding forgives stray characters; only the canonical text is a token.
  if (bytes.length !== length || bytes.toString("base64url") !== body) return null;
  return {
    tenantId: uuidOf(bytes.subarray(0, idBytes)),
    tokenId: uuidOf(bytes.subarray(idBytes, 2 * idBytes)),
    secret: bytes.subarray(2 * idBytes),
  };
}

/** Whether what is kept is of this token, in the same time whichever digit differs. */
export function isTokenOf(kept: string, { secret }: ShownToken): boolean {
  const [one, other] = [Buffer.from(kept, "hex"), Buffer.from(hashOf(secret), "hex")];
  return one.length === other.length && timingSafeEqual(one, other);
}

function hashOf(secret: Buffer): string {
  return createHash("sha256").update(secret).digest("hex");
}
