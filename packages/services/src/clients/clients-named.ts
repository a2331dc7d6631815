import type { VerbWork } from "../define-verb.ts";
import { emailIndexes } from "./client-indexes.ts";

/** The open records with this email (in lower case) and birth date (YYYY-MM-DD): people of a family may share both. */
export async function clientsNamed(
  { tx, tenantId, keys }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "keys">,
  { email, birthDate }: { readonly email: string; readonly birthDate: string },
) {
  const sharing = await tx.client.findMany({
    where: { tenantId, emailIndex: { in: emailIndexes(keys(), email) }, closedAt: null },
    select: { id: true, givenName: true, familyName: true, birthDate: true, email: true },
    orderBy: { id: "asc" },
  });
  return sharing.filter((each) => each.email === email && each.birthDate === birthDate);
}
