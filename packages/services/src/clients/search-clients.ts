import { mostClientsFound, type searchClients as contract } from "@quietroom/contracts/clients";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { type Actor, can, practitionersWithin } from "@quietroom/domain/access";
import { type ClientSearch, dateOrderOf, readClientSearch } from "@quietroom/domain/clients";
import { localDate } from "@quietroom/domain/time";
import { restrictedAmong } from "../agreed-restrictions.ts";
import { defineVerb } from "../define-verb.ts";
import { studioClock } from "../studio-clock.ts";
import { fieldsToCorrect } from "./fields-to-correct.ts";
import { matchingClients, type SearchedAmong } from "./matching-clients.ts";
import { clientsSeenBy, visitsOfClients } from "./visits-of-clients.ts";

/**
 * Finds clients by what somebody typed, although everything that says who they are is ciphertext (ENC-09): among all of them, or among
 * the clients of those whom the asker reaches. Of more than twenty the ones registered last are shown, in the order of their names. Removed
 * records are not found. The audit names whom it showed and as what the text was read, never the text (AUD-03).
 */
export const searchClients = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "clients.search",
  permission: "client:list",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, actor, keys, audit }) {
    const studio = await studioClock(tx, tenantId);
    const reach = reachOf(actor);
    const search = withinReach(readClientSearch(input.text, dateOrderOf(studio.locale)), reach);
    const matching = await matchingClients(
      { tx, tenantId, keys },
      { search, among: reach.among, most: mostClientsFound + 1 },
    );
    const page = matching.slice(0, mostClientsFound);
    const more = matching.length > page.length;
    const clientIds = page.map(({ id }) => id);
    audit({
      action: "read",
      resource: "client",
      resourceId: null,
      detail: { clientIds, more, by: waysIn(search) },
    });
    const visits = await visitsOfClients(tx, {
      tenantId,
      clientIds,
      practitionerIds: practitionersWithin(actor, "calendar:view"),
      now,
    });
    const isWhole = await wholeAmong(reach, async (practitionerIds) =>
      clientsSeenBy(tx, { tenantId, clientIds, practitionerIds }),
    );
    const restricted = await restrictedAmong(tx, { tenantId, clientIds });
    const correctable = await fieldsToCorrect({ tx, tenantId, actor }, clientIds);
    const { compare } = new Intl.Collator(studio.locale);
    return {
      ...studio,
      now,
      more,
      clients: page
        .toSorted(
          (one, other) =>
            compare(one.familyName, other.familyName) ||
            compare(one.givenName, other.givenName) ||
            (one.id < other.id ? -1 : 1),
        )
        .map(({ id, givenName, familyName, birthDate, recordNumber, email, phone }) => {
          const visit = visits.get(id);
          return {
            id,
            name: `${givenName} ${familyName}`,
            email,
            phone,
            birthYear: Number(birthDate.slice(0, 4)),
            birthDate: isWhole(id) ? birthDate : null,
            recordNumber: isWhole(id) ? recordNumber : null,
            visit: visit ? { ...visit, date: localDate(visit.startsAt, studio.timeZone) } : null,
            restricted: restricted.has(id),
            canCorrect: correctable(id) !== null,
          };
        }),
    };
  },
});

/** Among whom somebody looks, and of whom of them they see the whole record. */
type Reach = { readonly among: SearchedAmong; readonly whole: SearchedAmong };

function reachOf(actor: Actor): Reach {
  const whole = practitionersWithin(actor, "client:view");
  return { among: can(actor, "client:view_limited") ? "all" : whole, whole };
}

/** Who may not see a birth date of everybody they look among may not look for one either: an answer would tell it (AUTH-52). */
function withinReach(search: ClientSearch, { among, whole }: Reach): ClientSearch {
  return among === whole ? search : { ...search, birthDates: [] };
}

async function wholeAmong(
  { among, whole }: Reach,
  seenBy: (practitionerIds: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<(clientId: string) => boolean> {
  if (whole === "all" || among === whole) return () => true;
  const seen = await seenBy(whole);
  return (clientId) => seen.has(clientId);
}

/** What the text was read as, for the audit. */
function waysIn({ birthDates, ...search }: ClientSearch): readonly string[] {
  const read = Object.entries(search).filter(([, value]) => value !== null);
  return [...read.map(([way]) => way), ...(birthDates.length > 0 ? ["birthDate"] : [])];
}
