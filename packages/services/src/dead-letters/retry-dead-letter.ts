import type { retryDeadLetter as contract } from "@quietroom/contracts/dead-letters";
import { type EventName, eventSchemas } from "@quietroom/contracts/events";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { AppointmentModel, Tx } from "@quietroom/db";
import { isKnownJob } from "@quietroom/domain/jobs";
import { ok, refuse } from "@quietroom/domain/result";
import { blocksTime } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { settle } from "./settle.ts";

/**
 * Sends the event again, as a new one, to every function that hears it: each finds in its ledger what it has done already. Whoever fails
 * again leaves a new dead letter. Work that this version of the product does not know is refused as `function_unknown`, an event that says what
 * no function takes as `unusable`, and news of a visit that are no longer true as `overtaken`. Throws `not_found`.
 */
export const retryDeadLetter = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "dead_letters.retry",
  permission: "dead_letter:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, audit, emit } = work;
    const { deadLetterId: id } = input;
    const { functionId, eventName, eventData } = found(
      await tx.deadLetter.findUnique({ where: { tenantId_id: { tenantId, id } } }),
    );
    const event = usable(eventName, eventData, tenantId);
    const known = functionId === "" || isKnownJob(functionId);
    if (event === null || !known) {
      audit({ action: "update", resource: "dead_letter", resourceId: id });
      return refuse(known ? "unusable" : "function_unknown");
    }
    if (await isOvertaken(tx, tenantId, event)) {
      audit({ action: "update", resource: "dead_letter", resourceId: id });
      return refuse("overtaken");
    }
    if ((await settle(work, id, "retried")) === null) return refuse("already_settled");
    emit(event.name, event.data);
    return ok({});
  },
});

function usable(name: string, data: unknown, tenantId: string) {
  if (!isEventName(name)) return null;
  const parsed = eventSchemas[name].safeParse(data);
  if (!parsed.success || parsed.data.tenantId !== tenantId) return null;
  const { tenantId: _own, ...rest } = parsed.data;
  return { name, data: rest };
}

/**
 * True for news of a visit that has changed since, or that was cancelled and stands. Runs end on such news of their visit, whichever version it tells
 * of: sent again, they would end the reminders of now, and nobody would plan them anew.
 */
async function isOvertaken(
  tx: Tx,
  tenantId: string,
  { name, data }: { readonly name: EventName; readonly data: object },
): Promise<boolean> {
  if (!name.startsWith("appointment/") || !("appointmentId" in data && "version" in data)) return false;
  // Locked, so that nobody changes it before this event is on its way.
  const [visit] = await tx.$queryRaw<Pick<AppointmentModel, "version" | "status">[]>`
    select version, status::text from appointment
    where tenant_id = ${tenantId}::uuid and id = ${data.appointmentId}::uuid for share`;
  if (visit === undefined) return false;
  if (visit.version > Number(data.version)) return true;
  return name === "appointment/cancelled" && blocksTime(visit.status);
}

function isEventName(name: string): name is EventName {
  return Object.hasOwn(eventSchemas, name);
}
