import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { Transform } from "node:stream";
import type { BackupKey } from "./backup-key.ts";

// A sealed file: magic, salt, name of the key; then frames of AES-256-GCM under a key of this file alone. A frame's nonce is its
// number and whether it is the last, and the head of the file is part of what every frame vouches for: frames can be neither left
// out, nor swapped, nor taken from another file, nor cut off at the end.
const magic = Buffer.from("QRBACKUP1\n");
const saltBytes = 32;
const nameBytes = 16;
const headBytes = magic.length + saltBytes + nameBytes;
const frameBytes = 256 * 1024;
const tagBytes = 16;

/** Encrypts what is written to it. What comes out is a whole file: 68 bytes more than the input and 16 for every 256 KiB. */
export function sealStream(key: BackupKey): Transform {
  const salt = randomBytes(saltBytes);
  const head = Buffer.concat([magic, salt, Buffer.from(key.name, "hex")]);
  const fileKey = deriveKey(key, salt);
  let number = 0n;
  const seal = (frame: Buffer, place: Place): Buffer => {
    const cipher = createCipheriv("aes-256-gcm", fileKey, nonce(number, place));
    cipher.setAAD(head);
    number += 1n;
    return Buffer.concat([cipher.update(frame), cipher.final(), cipher.getAuthTag()]);
  };

  const waiting = noBytes();
  let begun = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (!begun) this.push(head);
      begun = true;
      waiting.add(chunk);
      // One byte is held back, so that the end always finds something to mark as last.
      while (waiting.bytes() > frameBytes) this.push(seal(waiting.take(frameBytes), "inner"));
      done();
    },
    flush(done) {
      if (!begun) this.push(head);
      this.push(seal(waiting.take(waiting.bytes()), "last"));
      done();
    },
  });
}

/**
 * Decrypts a file that `sealStream` made, giving out nothing that has not been vouched for. Ends in an error that says why when
 * the file is none of ours, was sealed with another key, was altered, or ends too early.
 */
export function openStream(key: BackupKey): Transform {
  const sealedBytes = frameBytes + tagBytes;
  const waiting = noBytes();
  let file: { readonly head: Buffer; readonly key: Buffer } | null = null;
  let number = 0n;

  const open = (sealed: Buffer, place: Place): Buffer | null => {
    if (file === null || sealed.length < tagBytes) return null;
    const decipher = createDecipheriv("aes-256-gcm", file.key, nonce(number, place));
    decipher.setAAD(file.head);
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    const frame = decipher.update(sealed.subarray(0, -tagBytes));
    try {
      return Buffer.concat([frame, decipher.final()]);
    } catch {
      return null;
    }
  };
  const begin = () => {
    if (file !== null || waiting.bytes() < headBytes) return;
    const head = waiting.take(headBytes);
    if (!head.subarray(0, magic.length).equals(magic))
      throw new Error("This is not a backup of Quietroom, or its beginning was altered.");
    const name = head.subarray(-nameBytes).toString("hex");
    if (name !== key.name) {
      throw new Error(
        `This backup was made with another key: it wants the one named ${name.slice(0, 8)}, and this is ${key.name.slice(0, 8)}.`,
      );
    }
    file = { head, key: deriveKey(key, head.subarray(magic.length, magic.length + saltBytes)) };
  };

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        waiting.add(chunk);
        begin();
        if (file === null) return done();
        while (waiting.bytes() > sealedBytes) {
          const frame = open(waiting.take(sealedBytes), "inner");
          if (frame === null) throw altered(number);
          number += 1n;
          this.push(frame);
        }
        done();
      } catch (failure) {
        done(toError(failure));
      }
    },
    flush(done) {
      const sealed = waiting.take(waiting.bytes());
      const frame = open(sealed, "last");
      if (frame !== null) {
        this.push(frame);
        done();
      } else if (file === null || open(sealed, "inner") !== null || sealed.length === 0) {
        done(new Error("This backup ends too early: the file was cut off, or never finished."));
      } else {
        done(altered(number));
      }
    },
  });
}

type Place = "inner" | "last";

type Waiting = { bytes(): number; add(chunk: Buffer): void; take(count: number): Buffer };

/** Bytes that came in and were not worked on yet. */
function noBytes(): Waiting {
  let chunks: Buffer[] = [];
  let bytes = 0;
  return {
    bytes: () => bytes,
    add: (chunk) => {
      chunks.push(chunk);
      bytes += chunk.length;
    },
    take: (count) => {
      const all = Buffer.concat(chunks);
      const rest = all.subarray(count);
      chunks = [rest];
      bytes = rest.length;
      return all.subarray(0, count);
    },
  };
}

function deriveKey(key: BackupKey, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", key.bytes, salt, "quietroom backup: frames of one file", 32));
}

function nonce(number: bigint, place: Place): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(number, 0);
  bytes[11] = place === "last" ? 1 : 0;
  return bytes;
}

function altered(frame: bigint): Error {
  return new Error(
    `This backup was altered or is damaged: piece ${frame + 1n} of it is not what was written, or the file was cut off there.`,
  );
}

function toError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure));
}
