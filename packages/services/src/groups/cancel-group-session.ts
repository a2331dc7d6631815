import type { cancelGroupSession as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { sessionChangeRefusal } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { callOff } from "./call-off.ts";
import { lockStaffSession } from "./staff-session.ts";

/** Staff call a group session off until it begins, on the version they see: everybody's seat with it, each of them told, none of them late (ec-F5). */
export const cancelGroupSession = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "groups.cancel_session",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { input, now } = work;
    const session = await lockStaffSession(work);
    if (session.version !== input.version) return refuse({ code: "changed_meanwhile" });
    const refusal = sessionChangeRefusal({ status: session.status, startsAt: session.start }, now);
    if (refusal !== null) return refuse({ code: refusal });
    return ok({ groupSessionId: session.id, version: await callOff(work, session, input.reason) });
  },
});
