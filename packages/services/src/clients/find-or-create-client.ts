import type { ClientDetails } from "@quietroom/contracts/public-booking";
import { asId, type ClientId } from "@quietroom/domain/ids";
import { blindIndexes, normalizedEmail } from "@quietroom/vault";
import type { VerbWork } from "../define-verb.ts";
import { bytes, emailColumn } from "./client-indexes.ts";
import { createClient } from "./create-client.ts";

/**
 * The client these details belong to: the record whose email, birth date and both names are the same, else a new one. Whether
 * it was known before is for the audit alone and is never shown to whoever typed the details (BOOK-07).
 * Waits for others who register the same email, so that one form sent twice at once makes one client.
 */
export async function findOrCreateClient(
  work: Work,
  person: { readonly details: ClientDetails; readonly timeZone: string | null },
): Promise<{ readonly clientId: ClientId; readonly was: "known" | "new" }> {
  const { details, timeZone } = person;
  const known = await findClient(work, details);
  if (known !== null) return { clientId: known, was: "known" };
  const email = normalizedEmail(details.email);
  const clientId = await createClient(work, { ...details, email, timeZone });
  return { clientId, was: "new" };
}

/** The same client where there is one, else null, while others who register the email wait. */
export async function findClient(
  { tx, tenantId, keys }: Work,
  details: ClientDetails,
): Promise<ClientId | null> {
  const email = normalizedEmail(details.email);
  const indexes = blindIndexes(keys(), email, emailColumn);
  await tx.$executeRaw`
    select pg_advisory_xact_lock(hashtextextended(${`client ${tenantId} ${indexes[0]?.toString("hex")}`}, 0))`;
  const namesakes = await tx.client.findMany({
    where: { tenantId, emailIndex: { in: indexes.map(bytes) } },
    select: { id: true, givenName: true, familyName: true, birthDate: true, email: true },
    orderBy: { id: "asc" },
  });
  const known = namesakes.find(
    (client) =>
      client.email === email &&
      client.birthDate === details.birthDate &&
      nameKey(client) === nameKey(details),
  );
  return known === undefined ? null : asId<ClientId>(known.id);
}

type Work = Pick<VerbWork<unknown>, "tx" | "tenantId" | "keys">;

/** A name as people mean it: case, accents' encoding and the number of spaces do not make another person. */
function nameKey(name: { readonly givenName: string; readonly familyName: string }): string {
  return [name.givenName, name.familyName]
    .map((part) => part.normalize("NFC").trim().replace(/\s+/gu, " ").toLowerCase())
    .join("\n");
}
