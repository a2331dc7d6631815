import type { OfferedSlot } from "@quietroom/contracts/public-booking";
import { refuse, type Result } from "@quietroom/domain/result";
import type { Booker, Slot } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import { defineVerb, type Verb } from "../define-verb.ts";
import type { VerbContext } from "../runtime.ts";
import { nearestFree } from "./nearest-free.ts";
import { findAppointment, isBooked } from "./rows.ts";
import type { Choice } from "./scene.ts";

/** A time somebody wanted and could not have. `except`: the visit being moved, whose own time counts as free. */
export type Wanted = {
  readonly choice: Choice;
  readonly start: Instant;
  readonly except: string | null;
  /** By whose rules others are free. Left out: a client's. */
  readonly bookedBy?: Booker;
};

/** Why not, and where other times would help, which one was wanted. */
export type Refused<Code extends string> = { readonly code: Code; readonly wanted: Wanted | null };

type WithAlternatives<Refusal> = Omit<Refusal, "wanted"> & { readonly alternatives: OfferedSlot[] };

/**
 * The same verb, answering a time that cannot be had with up to three that can (BOOK-03, ec-H4). They are looked for in a
 * transaction of their own once the refusal stands, so that they are what is free after the race was lost.
 */
export function offeringAlternatives<Input, Value, Refusal extends { readonly wanted: Wanted | null }>(
  verb: Verb<Input, Result<Value, Refusal>>,
): Verb<Input, Result<Value, WithAlternatives<Refusal>>> {
  async function offering(
    context: VerbContext,
    input: Input,
  ): Promise<Result<Value, WithAlternatives<Refusal>>> {
    const answer = await verb(context, input);
    if (answer.ok) return answer;
    const { wanted, ...refusal } = answer.refusal;
    return refuse({
      ...refusal,
      alternatives: wanted === null ? [] : await listAlternatives(context, wanted),
    });
  }
  return Object.assign(offering, { verbName: verb.verbName, permission: verb.permission });
}

/** The free times nearest to a wanted one, at most three, in order of time. */
const listAlternatives = defineVerb<Wanted, OfferedSlot[]>({
  name: "scheduling.list_alternatives",
  permission: "slots:list",
  isolation: "read committed",
  trace: "public",
  reach: "studio",
  async run({ tx, input, now, tenantId }) {
    const { choice, start, except, bookedBy = "client" } = input;
    const given = except === null ? null : await findAppointment(tx, tenantId, except);
    const moved = given !== null && isBooked(given) ? given : null; // a hold is let go, and what comes instead has a length of its own
    const search = { tenantId, now, choice, start, except, moved, bookedBy };
    return (await nearestFree(tx, search)).map(toOfferedSlot);
  },
});

/** A free start as it crosses the wire. */
function toOfferedSlot({ start, end }: Slot): OfferedSlot {
  return { startsAt: start, endsAt: end };
}
