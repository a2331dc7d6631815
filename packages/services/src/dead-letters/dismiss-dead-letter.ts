import type { dismissDeadLetter as contract } from "@quietroom/contracts/dead-letters";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { settle } from "./settle.ts";

/** Takes a dead letter off the list without trying again, with why. Throws `not_found`. */
export const dismissDeadLetter = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "dead_letters.dismiss",
  permission: "dead_letter:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { deadLetterId, because } = work.input;
    return (await settle(work, deadLetterId, because)) === null ? refuse("already_settled") : ok({});
  },
});
