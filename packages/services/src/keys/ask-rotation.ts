import type { askKeyRotation as contract } from "@quietroom/contracts/keys";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { isFreshlyProven } from "../staff/index.ts";

/** Has the studio's data key replaced (ENC-05). The key service is asked by a job, after this has been kept. */
export const askKeyRotation = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "keys.ask_rotation",
  permission: "keys:rotate",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, actor, audit, emit }) {
    audit({ action: "update", resource: "data_key", resourceId: null, changed: ["state"] });
    if (actor.kind !== "system" && !(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    emit("keys/rotation-asked", {});
    return ok({});
  },
});
