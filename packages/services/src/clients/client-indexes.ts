import type { ClientSearch } from "@quietroom/domain/clients";
import {
  blindIndex,
  blindIndexes,
  coarseBucket,
  coarseBuckets,
  type IndexRef,
  normalizedEmail,
  normalizedPhone,
  prefixProbes,
  prefixTokens,
  type TenantKeys,
} from "@quietroom/vault";

/** What a client is found by, as the vault names columns. */
export const emailColumn: IndexRef = { table: "client", column: "email" };
const phoneColumn: IndexRef = { table: "client", column: "phone" };
const recordNumberColumn: IndexRef = { table: "client", column: "record_number" };
const birthDateColumn: IndexRef = { table: "client", column: "birth_date" };
/** Given and family names share their tokens: people type either first. */
const nameColumn: IndexRef = { table: "client", column: "name" };

/** The keyed digests beside a client's sealed columns. To be written with every change of what they are of. */
export function clientIndexes(
  keys: TenantKeys,
  client: {
    readonly email: string;
    readonly phone: string;
    readonly birthDate: string;
    readonly recordNumber: string;
  },
) {
  return {
    emailIndex: bytes(blindIndex(keys, normalizedEmail(client.email), emailColumn)),
    phoneIndex: bytes(blindIndex(keys, normalizedPhone(client.phone), phoneColumn)),
    recordNumberIndex: bytes(blindIndex(keys, client.recordNumber, recordNumberColumn)),
    birthBucket: coarseBucket(keys, client.birthDate, birthDateColumn),
  };
}

/** What a client with this email is found by, whichever of the studio's keys it was written under. */
export function emailIndexes(keys: TenantKeys, email: string): Uint8Array<ArrayBuffer>[] {
  return blindIndexes(keys, normalizedEmail(email), emailColumn).map(bytes);
}

/** What a client with this telephone number is found by, whichever of the studio's keys it was written under. */
export function phoneIndexes(keys: TenantKeys, phone: string): Uint8Array<ArrayBuffer>[] {
  return blindIndexes(keys, normalizedPhone(phone), phoneColumn).map(bytes);
}

/** The keyed digest beside what the owner of a number answered to a text: the one that clients with it are found by. */
export function textReplyIndexes(keys: TenantKeys, number: string) {
  return { numberIndex: bytes(blindIndex(keys, normalizedPhone(number), phoneColumn)) };
}

/** The tokens of all beginnings of a client's names. */
export function clientNameTokens(
  keys: TenantKeys,
  { givenName, familyName }: { readonly givenName: string; readonly familyName: string },
): Uint8Array<ArrayBuffer>[] {
  return prefixTokens(keys, `${givenName} ${familyName}`, nameColumn).map(bytes);
}

/** What a search compares with what clients are found by. Each list holds one digest a key; an empty one finds nobody. */
export type ClientProbes = {
  /** For each typed word the tokens of which a client must have one, the longest word first, as fewest share it. */
  readonly names: readonly (readonly Uint8Array<ArrayBuffer>[])[];
  readonly emails: readonly Uint8Array<ArrayBuffer>[];
  readonly phones: readonly Uint8Array<ArrayBuffer>[];
  readonly recordNumbers: readonly Uint8Array<ArrayBuffer>[];
  readonly birthBuckets: readonly number[];
};

export function clientProbes(keys: TenantKeys, search: ClientSearch): ClientProbes {
  const { name, email, phone, birthDates, recordNumber } = search;
  const indexes = (value: string | null, column: IndexRef) =>
    value === null ? [] : blindIndexes(keys, value, column).map(bytes);
  const longestFirst = (name ?? "").split(" ").toSorted((one, other) => other.length - one.length);
  return {
    names: prefixProbes(keys, longestFirst.join(" "), nameColumn).map((tokens) => tokens.map(bytes)),
    emails: indexes(email && normalizedEmail(email), emailColumn),
    phones: indexes(phone && normalizedPhone(phone), phoneColumn),
    recordNumbers: indexes(recordNumber, recordNumberColumn),
    birthBuckets: birthDates.flatMap((date) => coarseBuckets(keys, date, birthDateColumn)),
  };
}

/** What Prisma takes for a bytea. */
export function bytes(buffer: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}
