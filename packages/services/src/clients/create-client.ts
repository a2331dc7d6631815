import { asId, type ClientId } from "@quietroom/domain/ids";
import { newRecordNumber } from "@quietroom/domain/clients";
import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { VerbWork } from "../define-verb.ts";
import { clientIndexes } from "./client-indexes.ts";
import { keepNameTokens } from "./keep-name-tokens.ts";

/** Writes a new client's record with all that it is found by. The only place where one begins. */
export async function createClient(
  { tx, tenantId, keys }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "keys">,
  person: {
    readonly givenName: string;
    readonly familyName: string;
    /** YYYY-MM-DD. */
    readonly birthDate: string;
    readonly email: string;
    readonly phone: string;
    readonly timeZone: string | null;
  },
): Promise<ClientId> {
  const id = uuidv7();
  const recordNumber = newRecordNumber(randomBytes(8));
  const { givenName, familyName, birthDate, email, phone, timeZone } = person;
  const told = { givenName, familyName, birthDate, email, phone, recordNumber };
  await tx.client.create({
    data: { tenantId, id, ...told, ...clientIndexes(keys(), told), timeZone },
    select: { id: true },
  });
  await keepNameTokens(tx, keys(), [{ id, givenName, familyName }]);
  return asId(id);
}
