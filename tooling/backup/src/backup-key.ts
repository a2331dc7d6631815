import { hkdfSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** 32 bytes that seal backups. Whoever has them reads every backup; without them no backup is of any use. */
export type BackupKey = { readonly bytes: Buffer; readonly name: string };

/** The key in `file`, made at the first use and readable by its owner only. */
export function keepBackupKey(file: string): { readonly key: BackupKey; readonly madeNow: boolean } {
  if (existsSync(file)) return { key: readBackupKey(file), madeNow: false };
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
  return { key: readBackupKey(file), madeNow: true };
}

/** Throws, naming the file, when there is none or it holds no key. */
export function readBackupKey(file: string): BackupKey {
  if (!existsSync(file)) {
    throw new Error(
      `There is no backup key at ${file}. Put the key that the backup was made with there, or name another file with --key.`,
    );
  }
  const text = readFileSync(file, "utf8").trim();
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) throw new Error(`${file} holds no backup key.`);
  return toBackupKey(Buffer.from(text, "base64"));
}

/** A key of 32 bytes and its name, which says which key it is and nothing about it. */
export function toBackupKey(bytes: Buffer): BackupKey {
  const name = Buffer.from(hkdfSync("sha256", bytes, "", "quietroom backup: name of the key", 16));
  return { bytes, name: name.toString("hex") };
}
