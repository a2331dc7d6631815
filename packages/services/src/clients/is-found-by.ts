import { type ClientSearch, isSamePhone } from "@quietroom/domain/clients";
import { nameTokens, normalizedEmail } from "@quietroom/vault";

/** A client as far as a search looks, opened. */
export type SearchedClient = {
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string;
  readonly email: string;
  readonly phone: string;
  readonly recordNumber: string;
};

/**
 * Whether a client is who the search is for. Asked of everybody whom an index brought: a token holds twelve letters of a word at most, a phone's index
 * nine digits, and about 140 birth dates share a bucket.
 */
export function isFoundBy(search: ClientSearch, client: SearchedClient): boolean {
  const { name, email, phone, birthDates, recordNumber } = search;
  return (
    (name !== null && hasNames(client, name)) ||
    (email !== null && normalizedEmail(client.email) === normalizedEmail(email)) ||
    (phone !== null && isSamePhone(client.phone, phone)) ||
    birthDates.some((date) => date === client.birthDate) ||
    (recordNumber !== null && client.recordNumber === recordNumber)
  );
}

/** Every word typed begins a word of the name. */
function hasNames({ givenName, familyName }: SearchedClient, typed: string): boolean {
  const words = nameTokens(`${givenName} ${familyName}`);
  return nameTokens(typed).every((begun) => words.some((word) => word.startsWith(begun)));
}
