import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from "node:crypto";
import { type KeyContext, type KeyService, KeyServiceError } from "./key-service.ts";
import { keyBytes } from "./tenant-keys.ts";

const version = 1;
const ivBytes = 12;
const tagBytes = 16;
const headBytes = 1 + ivBytes + tagBytes;

/**
 * A key service in this process: the master key comes from a file or a setting, and whoever has it and the database has everything.
 * For self-hosting and the demo. `masterKey` is 32 bytes and is wiped. The context is bound as associated data.
 */
export function localKeyService(masterKey: Uint8Array): KeyService {
  if (masterKey.length !== keyBytes) throw new Error("a local master key has 32 bytes");
  const master = createSecretKey(masterKey);
  masterKey.fill(0);

  return {
    name: "local",
    wrap: (key, context) => {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv("aes-256-gcm", master, iv, { authTagLength: tagBytes });
      cipher.setAAD(bound(context));
      const body = cipher.update(key);
      cipher.final();
      return Promise.resolve(Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), body]));
    },
    unwrap: (wrapped, context) => {
      if (wrapped.length !== headBytes + keyBytes || wrapped[0] !== version)
        return Promise.reject(new KeyServiceError("malformed"));
      const iv = wrapped.subarray(1, 1 + ivBytes);
      const decipher = createDecipheriv("aes-256-gcm", master, iv, { authTagLength: tagBytes });
      decipher.setAAD(bound(context));
      decipher.setAuthTag(wrapped.subarray(1 + ivBytes, headBytes));
      const key = decipher.update(wrapped.subarray(headBytes));
      try {
        decipher.final();
      } catch {
        key.fill(0);
        return Promise.reject(new KeyServiceError("malformed"));
      }
      return Promise.resolve(key);
    },
  };
}

function bound(context: KeyContext): Buffer {
  const entries = Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1));
  return Buffer.from(JSON.stringify(["quietroom wrapped key 1", entries]), "utf8");
}
