import { ok, refuse, type Result } from "@quietroom/domain/result";
import { type OpeningHours, openingRefusal, type OpeningRefusal } from "@quietroom/domain/scheduling";
import { canonicalZone, type TimeZone } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { openingColumn } from "./opening-column.ts";
import { hasRoomFor } from "./studio-limits.ts";

export type NewLocation = {
  readonly name: string;
  readonly addressLine: string;
  readonly city: string;
  /** State or region where addresses have one. */
  readonly region: string;
  readonly postalCode: string;
  /** ISO 3166 code of two letters. */
  readonly country: string;
  readonly phone: string;
  readonly directions: string;
  /** The zone of the wall clock at this place; hours worked here are meant in it. */
  readonly timeZone: TimeZone;
  /** Absent: the usual hours (SCHED-29). */
  readonly opening?: OpeningHours;
};

type Refusal = OpeningRefusal | { readonly code: "unknown_zone" | "limit_reached"; readonly weekday: null };

/** Adds a further location to the studio. The first one, the primary, comes with the studio itself. */
export const addLocation = defineVerb<NewLocation, Result<{ readonly locationId: string }, Refusal>>({
  name: "studio.add_location",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit, emit }) {
    const timeZone = canonicalZone(input.timeZone);
    if (timeZone === null) {
      audit({ action: "create", resource: "location", resourceId: null });
      return refuse({ code: "unknown_zone", weekday: null });
    }
    const refusal = input.opening ? openingRefusal(input.opening) : null;
    if (refusal !== null) {
      audit({ action: "create", resource: "location", resourceId: null });
      return refuse(refusal);
    }
    if (!(await hasRoomFor(tx, tenantId, "places"))) {
      audit({ action: "create", resource: "location", resourceId: null });
      return refuse({ code: "limit_reached", weekday: null });
    }
    const data = { ...input, ...openingColumn(input), tenantId, timeZone };
    const { id } = await tx.location.create({ data, select: { id: true } });
    audit({ action: "create", resource: "location", resourceId: id });
    emit("location/changed", { locationId: id });
    return ok({ locationId: id });
  },
});
