import { ok, refuse, type Result } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { type NewPractitioner, newPractitioner } from "./new-practitioner.ts";
import { hasRoomFor } from "./studio-limits.ts";

/**
 * Adds a practitioner behind those who are there. Services and hours are given by their own verbs. The public address is
 * made of the name; two people of one name get different ones, also when they are added at once.
 */
export const addPractitioner = defineVerb<
  NewPractitioner,
  Result<{ readonly practitionerId: string; readonly slug: string }, "slug_taken" | "limit_reached">
>({
  name: "studio.add_practitioner",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { practitioner_tenant_id_slug_key: "slug_taken" },
  lookAgain: ["practitioner_tenant_id_slug_key"],
  async run({ tx, input, tenantId, audit }) {
    if (!(await hasRoomFor(tx, tenantId, "practitioners"))) {
      audit({ action: "create", resource: "practitioner", resourceId: null });
      return refuse("limit_reached");
    }
    const { id, slug } = await newPractitioner(tx, tenantId, input);
    audit({ action: "create", resource: "practitioner", resourceId: id });
    return ok({ practitionerId: id, slug });
  },
});
