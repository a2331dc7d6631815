import type { OfferedSlot } from "@quietroom/contracts/public-booking";
import { refuse, type Result } from "@quietroom/domain/result";
import type { Booker, Slot } from "@quietroom/domain/scheduling";
import { dayMs, type Instant, type Interval, interval, localDate, plus } from "@quietroom/domain/time";
import { defineVerb, type Verb } from "../define-verb.ts";
import type { VerbContext } from "../runtime.ts";
import { freeSlots } from "./facts.ts";
import { withVisitsOwnLength } from "./move-times.ts";
import { findAppointment, isBooked } from "./rows.ts";
import { type Choice, loadScene } from "./scene.ts";

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

const enough = 3;

/**
 * The free times nearest to a wanted one, at most three, in order of time: those within days of it, else within two months, else,
 * for a wish that is out of reach, those from today on.
 */
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
    let others: Slot[] = [];
    for (const window of [around(start, 3, 7), around(start, 14, 60), around(now, 0, 60)]) {
      const dates = { from: localDate(window.start, "UTC"), until: localDate(window.end, "UTC") };
      const scene = await loadScene(tx, { tenantId, choice, ...dates, bookedBy });
      if (scene === null) return [];
      const asked = moved === null ? scene : withVisitsOwnLength(scene, moved);
      const free = await freeSlots(tx, { tenantId, now, except, bookedBy }, asked, window);
      const found = free.filter((slot) => slot.start !== start);
      if (found.length > others.length) others = found;
      if (others.length >= enough) break;
    }
    return nearest(others, start).map(toOfferedSlot);
  },
});

function around(at: Instant, daysBefore: number, daysAfter: number): Interval {
  return interval(plus(at, -daysBefore * dayMs), plus(at, daysAfter * dayMs));
}

/** A free start as it crosses the wire. */
export function toOfferedSlot({ start, end }: Slot): OfferedSlot {
  return { startsAt: start, endsAt: end };
}

function nearest(slots: readonly Slot[], wanted: Instant): Slot[] {
  return slots
    .toSorted((a, b) => Math.abs(a.start - wanted) - Math.abs(b.start - wanted) || a.start - b.start)
    .slice(0, enough)
    .toSorted((a, b) => a.start - b.start);
}
