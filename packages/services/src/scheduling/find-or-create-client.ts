import type { ClientDetails } from "@quietroom/contracts/public-booking";
import { asId, type ClientId } from "@quietroom/domain/ids";
import type { Tx } from "@quietroom/db";
import { v7 as uuidv7 } from "uuid";
import { toDateColumn } from "../date-column.ts";

/**
 * The client these details belong to: the record whose email, birth date and both names are the same, else a new one. Whether
 * it was known before is for the audit alone and is never shown to whoever typed the details (BOOK-07).
 * Waits for others who register the same email, so that one form sent twice at once makes one client.
 */
export async function findOrCreateClient(
  tx: Tx,
  person: { readonly tenantId: string; readonly details: ClientDetails; readonly timeZone: string | null },
): Promise<{ readonly clientId: ClientId; readonly was: "known" | "new" }> {
  const { tenantId, details, timeZone } = person;
  const email = details.email.toLowerCase();
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`client ${tenantId} ${email}`}, 0))`;
  const namesakes = await tx.client.findMany({
    where: { tenantId, email, birthDate: toDateColumn(details.birthDate) },
    select: { id: true, givenName: true, familyName: true },
    orderBy: { id: "asc" },
  });
  const known = namesakes.find((client) => nameKey(client) === nameKey(details));
  if (known) return { clientId: asId(known.id), was: "known" };
  const id = uuidv7();
  await tx.client.create({
    data: {
      tenantId,
      id,
      givenName: details.givenName,
      familyName: details.familyName,
      birthDate: toDateColumn(details.birthDate),
      email,
      phone: details.phone,
      timeZone,
    },
  });
  return { clientId: asId(id), was: "new" };
}

/** A name as people mean it: case, accents' encoding and the number of spaces do not make another person. */
function nameKey(name: { readonly givenName: string; readonly familyName: string }): string {
  return [name.givenName, name.familyName]
    .map((part) => part.normalize("NFC").trim().replace(/\s+/gu, " ").toLowerCase())
    .join("\n");
}
