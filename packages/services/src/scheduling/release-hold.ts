import type { releaseHold as contract } from "@quietroom/contracts/public-booking";
import type { OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { linkedId } from "./link-subject.ts";

/** Lets a held time go, so that others may have it at once. Saying so twice, or after booking, changes nothing. */
export const releaseHold = defineVerb<object, OutputOf<typeof contract>>({
  name: "scheduling.release_hold",
  permission: "appointment:hold",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, actor, audit, emit }) {
    const id = linkedId(actor, "hold");
    audit({ action: "delete", resource: "appointment", resourceId: id });
    if (id === null) return { released: false };
    const { count } = await tx.appointment.deleteMany({ where: { tenantId, id, status: "held" } });
    if (count === 1) emit("appointment/hold-released", { appointmentId: id });
    return { released: count === 1 };
  },
});
