import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fstatSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import type { KeyService } from "./key-service.ts";
import { localKeyService } from "./local-key-service.ts";
import { keyBytes } from "./tenant-keys.ts";

/**
 * The key service of a master key in a file: 32 random bytes in base64, readable by its owner alone. Throws an error that says what to do
 * where the file is missing, is open to others, or holds no key or one that anybody could guess.
 */
export function openLocalKeyFile(path: string): KeyService {
  if (!existsSync(path))
    throw new Error(`the master key file ${path} is missing; make one with: ${recipe(path)}`);
  const descriptor = openSync(path, "r");
  try {
    if ((fstatSync(descriptor).mode & 0o077) !== 0)
      throw new Error(`the master key file ${path} is open to others; close it with: chmod 600 ${path}`);
    const text = readFileSync(descriptor, "utf8").trim();
    const bytes = Buffer.from(text, "base64");
    if (bytes.length !== keyBytes || bytes.toString("base64") !== text)
      throw new Error(
        `the master key file ${path} holds no 32 bytes in base64; make one with: ${recipe(path)}`,
      );
    // Of 32 random bytes about 30 differ; a pattern or a typed word stays far below.
    if (new Set(bytes).size < 20)
      throw new Error(
        `the master key file ${path} holds a key that is not random; make one with: ${recipe(path)}`,
      );
    return localKeyService(bytes);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes a master key file, and leaves one that is there as it is. Whoever loses it loses everything that is sealed. */
export function createLocalKeyFile(path: string): void {
  if (existsSync(path)) return;
  const descriptor = openSync(path, "wx", 0o600);
  try {
    writeSync(descriptor, `${randomBytes(keyBytes).toString("base64")}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function recipe(path: string): string {
  return `(umask 077; openssl rand -base64 32 > ${path})`;
}
