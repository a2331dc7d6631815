import type {
  PasskeyAssertion,
  PasskeyCreation,
  PasskeyMade,
  PasskeyRequest,
} from "@quietroom/contracts/passkey";
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** How a device may lie or fail. */
export type Misuse = {
  readonly origin?: string;
  readonly rpId?: string;
  readonly person?: "not_checked";
  readonly counter?: number;
  readonly type?: "webauthn.get" | "webauthn.create";
  readonly challenge?: string;
  readonly userHandle?: string | null;
  readonly credentialId?: string;
  /** A statement with a certificate in it, as a maker of authenticators would sign. */
  readonly attestation?: "certified";
};

export type PasskeyDevice = {
  readonly credentialId: string;
  /** Makes the device's one passkey, as `navigator.credentials.create` would. */
  make(asked: PasskeyCreation, misuse?: Misuse): PasskeyMade;
  /** Signs a challenge with it, as `navigator.credentials.get` would. Its counter goes up by one each time. */
  prove(asked: PasskeyRequest, misuse?: Misuse): PasskeyAssertion;
};

const userPresent = 0x01;
const userVerified = 0x04;
const hasCredential = 0x40;

/** An authenticator in software, with one ES256 key, on a page of `origin` (WebAuthn 3, sections 6 and 7). */
export function newPasskeyDevice({ origin }: { readonly origin: string }): PasskeyDevice {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(32);
  const credentialId = id.toString("base64url");
  let counter = 0;
  let handle: string | null = null;

  const said = (type: string, challenge: string, misuse: Misuse) =>
    Buffer.from(
      JSON.stringify({
        type: misuse.type ?? type,
        challenge: misuse.challenge ?? challenge,
        origin: misuse.origin ?? origin,
        crossOrigin: false,
      }),
    );
  const authenticatorData = (rpId: string, flags: number, misuse: Misuse, more = Buffer.alloc(0)) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(misuse.counter ?? counter);
    const checked = misuse.person === "not_checked" ? 0 : userVerified;
    return Buffer.concat([sha256(misuse.rpId ?? rpId), Buffer.from([flags | checked]), count, more]);
  };

  return {
    credentialId,
    make(asked, misuse = {}) {
      handle = asked.user.id;
      const cose = cborMap([
        [1, 2], // an elliptic curve key
        [3, -7], // for ES256
        [-1, 1], // on P-256
        [-2, Buffer.from(x, "base64url")],
        [-3, Buffer.from(y, "base64url")],
      ]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const credential = Buffer.concat([Buffer.alloc(16), length, id, cose]);
      const authData = authenticatorData(asked.rp.id, userPresent | hasCredential, misuse, credential);
      return {
        id: misuse.credentialId ?? credentialId,
        clientDataJSON: said("webauthn.create", asked.challenge, misuse).toString("base64url"),
        attestationObject: cborMap([
          ["fmt", misuse.attestation === undefined ? "none" : "packed"],
          ["attStmt", cborMap(misuse.attestation === undefined ? [] : [["x5c", Buffer.from("certificate")]])],
          ["authData", authData],
        ]).toString("base64url"),
        transports: ["internal"],
      };
    },
    prove(asked, misuse = {}) {
      counter += 1;
      const clientData = said("webauthn.get", asked.challenge, misuse);
      const authData = authenticatorData(asked.rpId, userPresent, misuse);
      return {
        id: misuse.credentialId ?? credentialId,
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: authData.toString("base64url"),
        signature: sign("sha256", Buffer.concat([authData, sha256(clientData)]), privateKey).toString(
          "base64url",
        ),
        userHandle: misuse.userHandle === undefined ? handle : misuse.userHandle,
      };
    },
  };
}

function sha256(data: string | Buffer): Buffer {
  return createHash("sha256").update(data).digest();
}

type CborMap = Buffer & { readonly cbor: "map" };
type CborValue = number | string | Buffer;

/** As much CBOR (RFC 8949) as WebAuthn needs: maps of small integers, short texts and byte strings, and maps in them. */
function cborMap(entries: readonly (readonly [number | string, CborValue])[]): CborMap {
  const parts = entries.flatMap(([key, value]) => [cbor(key), cbor(value)]);
  return Object.assign(Buffer.concat([head(5, entries.length), ...parts]), { cbor: "map" as const });
}

function cbor(value: CborValue): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, value.length), Buffer.from(value)]);
  return "cbor" in value ? value : Buffer.concat([head(2, value.length), value]);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 0xff]);
}
