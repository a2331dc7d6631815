import { ok, refuse, type Result } from "@quietroom/domain/result";
import { canonicalZone, type TimeZone } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";

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
};

/** Adds a further location to the studio. The first one, the primary, comes with the studio itself. */
export const addLocation = defineVerb<NewLocation, Result<{ readonly locationId: string }, "unknown_zone">>({
  name: "studio.add_location",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit, emit }) {
    const timeZone = canonicalZone(input.timeZone);
    if (timeZone === null) {
      audit({ action: "create", resource: "location", resourceId: null });
      return refuse("unknown_zone");
    }
    const { id } = await tx.location.create({ data: { ...input, tenantId, timeZone }, select: { id: true } });
    audit({ action: "create", resource: "location", resourceId: id });
    emit("location/changed", { locationId: id });
    return ok({ locationId: id });
  },
});
