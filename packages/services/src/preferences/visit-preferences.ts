import type * as contract from "@quietroom/contracts/preferences";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { type Permission, reachesAny } from "@quietroom/domain/access";
import { shownChoices } from "@quietroom/domain/preferences";
import { refuse } from "@quietroom/domain/result";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { keepChoice } from "./keep-choice.ts";
import { wishesOf } from "./wishes.ts";

/** Which messages the client of a visit gets, for whoever sees to that visit (NOTIF-08). Throws `not_found` out of reach (TEN-07). */
export const viewVisitPreferences = defineVerb<
  InputOf<typeof contract.viewVisitPreferences>,
  OutputOf<typeof contract.viewVisitPreferences>
>({
  name: "preferences.view_of_visit",
  permission: "consent:view",
  isolation: "read committed",
  trace: "audited",
  opens: "nothing",
  async run(work) {
    const { tx, tenantId, now, audit } = work;
    const clientId = await clientOfVisit(work, "consent:view");
    audit({ action: "read", resource: "notification_preference", resourceId: null, clientId });
    if (clientId === null) return null;
    return { choices: [...shownChoices("client", await wishesOf(tx, { tenantId, clientId }, now))] };
  },
});

/** Switches one category by one channel on or off on the client's word. Who did it is in the audit. */
export const chooseForClient = defineVerb<
  InputOf<typeof contract.chooseForClient>,
  OutputOf<typeof contract.chooseForClient>
>({
  name: "preferences.choose_for_client",
  permission: "consent:record",
  isolation: "read committed",
  trace: "audited",
  opens: "nothing",
  async run(work) {
    const { tenantId, input, audit } = work;
    const clientId = await clientOfVisit(work, "consent:record");
    if (clientId === null) {
      audit({ action: "update", resource: "notification_preference", resourceId: null });
      return refuse("no_client");
    }
    return await keepChoice(work, { tenantId, clientId }, input);
  },
});

/** Whose visit it is; null while the time is only held. */
async function clientOfVisit(
  { tx, tenantId, input, actor }: VerbWork<{ readonly appointmentId: string }>,
  permission: Permission,
): Promise<string | null> {
  const visit = await tx.appointment.findUnique({
    where: { tenantId_id: { tenantId, id: input.appointmentId } },
    select: { clientId: true, practitionerId: true, withPractitionerIds: true },
  });
  if (visit === null || !reachesAny(actor, permission, peopleOf(visit))) throw new AppError("not_found");
  return visit.clientId;
}
