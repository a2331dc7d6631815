import { createHmac } from "node:crypto";
import { nameTokens } from "./normalized-words.ts";
import type { IndexKey, TenantKeys } from "./tenant-keys.ts";

/** The column that an index is of. The same value in two columns has two indexes. */
export type IndexRef = { readonly table: string; readonly column: string };

/** Which prefixes of each word are indexed, in characters. */
export type PrefixRange = { readonly fromChars: number; readonly toChars: number };

/** Prefixes of one letter are not indexed: 26 values would tell the letters by how often each comes. */
export const defaultPrefixes: PrefixRange = { fromChars: 2, toChars: 12 };

const indexBytes = 16;

/**
 * A keyed digest (16 bytes of HMAC-SHA-256) by which an encrypted value is found: the same for equal values of one column of
 * one tenant, and telling nothing else. Give it a normalised value. Not for values of which there are few, such as birth
 * dates: their digests are told apart by how often each comes (`coarseBucket` is for those).
 */
export function blindIndex(keys: TenantKeys, value: string, ref: IndexRef): Buffer {
  return digest(keys, keys.indexKey, "equal", value, ref);
}

/** What a search compares with: the index of the value under every key that rows may still be indexed with, at least one. */
export function blindIndexes(keys: TenantKeys, value: string, ref: IndexRef): readonly Buffer[] {
  return keys.indexKeys.map((key) => digest(keys, key, "equal", value, ref));
}

/** The indexes of all prefixes of all words of a name, each once, in no telling order: what a row keeps to be found by. */
export function prefixTokens(
  keys: TenantKeys,
  text: string,
  ref: IndexRef,
  range: PrefixRange = defaultPrefixes,
): readonly Buffer[] {
  const prefixes = new Set(nameTokens(text).flatMap((word) => prefixesOf(word, range)));
  return [...prefixes]
    .map((prefix) => digest(keys, keys.indexKey, "prefix", prefix, ref))
    .sort((one, other) => one.compare(other));
}

/**
 * What a search for typed words compares with: for each word, the tokens of which a row must have one (one for each key that rows
 * may still be indexed with). Words shorter than the range are left out; longer ones ask for their first `toChars` characters, so
 * whoever finds a row opens it and looks.
 */
export function prefixProbes(
  keys: TenantKeys,
  typed: string,
  ref: IndexRef,
  range: PrefixRange = defaultPrefixes,
): readonly (readonly Buffer[])[] {
  return nameTokens(typed)
    .map((word) => Array.from(word).slice(0, range.toChars))
    .filter((letters) => letters.length >= range.fromChars)
    .map((letters) => keys.indexKeys.map((key) => digest(keys, key, "prefix", letters.join(""), ref)));
}

/**
 * One of 256 buckets (8 bits of a keyed digest), for values of which there are few, such as birth dates. About 140 days of a
 * century share a bucket, so it tells no date: whoever finds rows by it opens them and looks.
 */
export function coarseBucket(keys: TenantKeys, value: string, ref: IndexRef): number {
  return digest(keys, keys.indexKey, "bucket", value, ref).readUInt8(0);
}

/** What a search compares with: the buckets under every key that rows may still be indexed with. */
export function coarseBuckets(keys: TenantKeys, value: string, ref: IndexRef): readonly number[] {
  return keys.indexKeys.map((key) => digest(keys, key, "bucket", value, ref).readUInt8(0));
}

function prefixesOf(word: string, { fromChars, toChars }: PrefixRange): readonly string[] {
  const letters = Array.from(word);
  const longest = Math.min(letters.length, toChars);
  return Array.from({ length: Math.max(longest - fromChars + 1, 0) }, (_, extra) =>
    letters.slice(0, fromChars + extra).join(""),
  );
}

function digest(
  { tenantId }: TenantKeys,
  { key }: IndexKey,
  kind: "equal" | "prefix" | "bucket",
  value: string,
  { table, column }: IndexRef,
): Buffer {
  const subject = JSON.stringify(["quietroom index 1", kind, tenantId, table, column, value]);
  return createHmac("sha256", key).update(subject, "utf8").digest().subarray(0, indexBytes);
}
