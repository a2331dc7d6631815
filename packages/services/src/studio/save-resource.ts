import type { saveResource as contract } from "@quietroom/contracts/resources";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { changeResource } from "./change-resource.ts";

/**
 * Saves a room or a device as it was loaded at `version`; not active retires it. Visits keep what they have and until when: those to
 * come that have something retired are named in the answer (ec-E5).
 */
export const saveResource = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.save_resource",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { resource_tenant_id_location_id_name_key: { code: "name_taken" } },
  async run(work) {
    const { id, version, ...fields } = work.input;
    const saved = await changeResource<never>(work, { id, version }, () => ok(fields));
    return saved.ok ? saved : refuse({ code: saved.refusal });
  },
});
