import { ok, refuse, type Result } from "@quietroom/domain/result";
import {
  externalBusy,
  type ExternalBusy,
  type ExternalEntry,
  type ExternalRules,
} from "@quietroom/domain/scheduling";
import { dayMs, type Interval, overlaps } from "@quietroom/domain/time";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { takenVisits } from "./taken-visits.ts";

type Input = {
  readonly practitionerId: string;
  /** Which calendar, as its connector names it: what other calendars of theirs take stays as it is. */
  readonly source: string;
  /** Everything that this calendar takes between these instants is what is said now. At most 400 days (ec-K12). */
  readonly window: Interval;
  readonly entries: readonly ExternalEntry[];
  readonly rules: ExternalRules;
};

/** `over`: the visits that these times lie over, by start. They stand, and people settle it (ec-K7). */
type Replaced = { readonly kept: number; readonly over: readonly string[] };

const longestWindowMs = 400 * dayMs;

/**
 * Says anew what another calendar takes of a practitioner's time within a window: offered, held and confirmed times go by it from now on, and
 * whoever holds one of them is told when they confirm, as of any blocked time (ec-H18). What is booked stays.
 * Throws `not_found` for a practitioner of no or another studio.
 */
export const replaceExternalBusy = defineVerb<Input, Result<Replaced, { readonly code: "bad_window" }>>({
  name: "scheduling.replace_external_busy",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, audit, emit } = work;
    const { practitionerId, source, window } = input;
    audit({ action: "update", resource: "external_busy", resourceId: practitionerId, detail: { source } });
    // Two syncs of one calendar at once must not add up. Bookings go on.
    const [practitioner] = await tx.$queryRaw<{ id: string }[]>`
      select id from practitioner
      where tenant_id = ${tenantId}::uuid and id = ${practitionerId}::uuid for no key update`;
    found(practitioner);
    const lengthMs = window.end - window.start;
    if (lengthMs <= 0 || lengthMs > longestWindowMs) return refuse({ code: "bad_window" });
    const busy = externalBusy(input.entries, input.rules, window);
    await replaceWithin(work, busy);
    emit("availability/changed", { practitionerId });
    const ask = { tenantId, now, practitionerId, window, except: null, offersYieldFor: null };
    const over = (await takenVisits(tx, ask)).filter(
      ({ held, visit }) => !held && busy.some((time) => overlaps(time, visit)),
    );
    return ok({ kept: busy.length, over: over.map(({ appointmentId }) => appointmentId) });
  },
});

async function replaceWithin(
  { tx, tenantId, input }: VerbWork<Input>,
  busy: readonly ExternalBusy[],
): Promise<void> {
  const { practitionerId, source, window } = input;
  await tx.$executeRaw`
    delete from external_busy
    where tenant_id = ${tenantId}::uuid and practitioner_id = ${practitionerId}::uuid and source = ${source}
      and busy_until > ${toInstantColumn(window.start)}::timestamptz
      and busy_from < ${toInstantColumn(window.end)}::timestamptz`;
  // An entry that was over before the window may reach into it by now, and one that is named twice is one.
  await tx.$executeRaw`
    insert into external_busy (tenant_id, practitioner_id, source, external_key, busy_from, busy_until)
    select ${tenantId}::uuid, ${practitionerId}::uuid, ${source}, key, busy_from, max(busy_until)
    from unnest(${busy.map(({ key }) => key)}::text[], ${busy.map(({ start }) => toInstantColumn(start))}::timestamptz[],
      ${busy.map(({ end }) => toInstantColumn(end))}::timestamptz[]) as said (key, busy_from, busy_until)
    group by key, busy_from
    on conflict (tenant_id, practitioner_id, source, external_key, busy_from) do update set busy_until = excluded.busy_until`;
}
