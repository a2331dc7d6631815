import type { bookForClient as contract } from "@quietroom/contracts/desk-booking";
import type { InputOf } from "@quietroom/contracts/wire";
import { type Permission, reaches } from "@quietroom/domain/access";
import { type AppointmentId, asId, type PractitionerId } from "@quietroom/domain/ids";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import {
  canBeOverridden,
  decideDeskBooking,
  type DeskBooking,
  type DeskRule,
  type OverridableRule,
} from "@quietroom/domain/scheduling";
import { interval, localDate } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { clientWithinReach } from "../clients/index.ts";
import type { VerbWork } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { withdrawOffersOver } from "../openings/index.ts";
import { allOrNothing } from "./all-or-nothing.ts";
import type { Wanted } from "./alternatives.ts";
import { bookAsStaff } from "./book-as-staff.ts";
import { holdFactsAt } from "./facts.ts";
import { lockCaps } from "./full-times.ts";
import { keepHours } from "./hours-kept.ts";
import { type Choice, loadScene, type Scene } from "./scene.ts";
import { type Override, writeOverride } from "./write-override.ts";

type Input = InputOf<typeof contract>;

/** What is booked, with whom and where, as a choice to look times up by. */
export function deskChoice({
  serviceId,
  practitionerId,
  mode,
  locationId,
  durationMin,
}: Omit<Choice, "durationMin"> & {
  readonly durationMin: number | null;
}): Choice {
  const length = durationMin === null ? {} : { durationMin };
  return { serviceId, practitionerId, mode, locationId, ...length };
}

type RefusingRule = DeskRule | "unknown_service" | "studio_closed";

export type DeskAnswer = Result<
  { readonly appointmentId: string },
  {
    readonly code: RefusingRule;
    readonly rules: RefusingRule[];
    readonly canOverride: boolean;
    readonly wanted: Wanted | null;
  }
>;

/** Two forms sent at once are one: the work looks again and finds what the other one booked. */
export const deskConflicts = {
  conflicts: { appointment_idempotency: { code: "slot_taken", rules: [], canOverride: false, wanted: null } },
  lookAgain: ["appointment_idempotency"],
} satisfies { readonly conflicts: Readonly<Record<string, Refusal>>; readonly lookAgain: readonly string[] };

/**
 * Books a visit for a client by the rules that staff are held to, or, with an override, past those that it names. Sent twice, it is booked
 * once. Throws `not_found` for a practitioner whom the actor does not book for, and for a client whom they could not have found.
 */
export async function bookAtDesk(work: VerbWork<Input>, override: Override | null): Promise<DeskAnswer> {
  const { tx, input, tenantId, actor } = work;
  const { clientId, practitionerId, startsAt: start, idempotencyKey } = input;
  const permission = override === null ? "appointment:create" : "appointment:override";
  await assertBooksFor(work, permission, practitionerId);
  const client = await clientWithinReach(work, clientId);
  const before = await bookedBefore(work);
  if (before !== null) return before;
  const choice = deskChoice(input);
  const date = localDate(start, "UTC");
  await keepHours(tx, tenantId, { ...choice, practitionerIds: [practitionerId] });
  const scene = found(await loadScene(tx, { tenantId, choice, from: date, until: date, bookedBy: "staff" }));
  if (!scene.studioOpen) return refused(work, ["studio_closed"]);
  if (!scene.offered || scene.practitioners.length === 0) return refused(work, ["unknown_service"]);
  if (override !== null) for (const { id } of scene.practitioners) await assertBooksFor(work, permission, id);

  await lockCaps(tx, tenantId, scene); // the way to other visits stays as it is found
  const id = asId<AppointmentId>(uuidv7());
  const decide = async () => await judge(work, scene, override?.rules ?? []);
  const first = await decide();
  const booked = first.ok
    ? await allOrNothing(work, async (inner) => {
        const { passedOver } = first.value;
        const overrideId =
          override === null || passedOver.length === 0
            ? {}
            : { overrideId: await writeOverride(inner, id, { rules: passedOver, reason: override.reason }) };
        return await bookAsStaff<readonly DeskRule[]>(inner, scene, {
          id,
          clientId,
          clientTimeZone: client.timeZone,
          ...overrideId,
          keeps: { idempotencyKey },
          ...noted(first.value),
          decide: async () => {
            const decision = await decide();
            if (!decision.ok) return decision;
            const { placement } = decision.value;
            const range = interval(placement.blockedFrom, placement.blockedUntil);
            const { start, end } = placement;
            const practitionerIds = peopleOf(placement);
            const visit = interval(start, end);
            await withdrawOffersOver(inner, { practitionerIds, range, visit, needs: placement });
            return ok(placement);
          },
        });
      })
    : first;
  if (booked.ok) return ok({ appointmentId: booked.value });
  const meanwhile = await bookedBefore(work); // by the same form, sent twice at once
  if (meanwhile !== null) return meanwhile;
  const rules = booked.refusal === "slot_taken" ? (["slot_taken"] as const) : booked.refusal;
  // An override passes over the rules of everybody whose time it takes.
  const canOverride =
    canBeOverridden(rules) &&
    scene.practitioners.every(({ id }) => reaches(actor, "appointment:override", id));
  const wanted = { choice, start, except: null, bookedBy: "staff" } as const;
  return refused(work, rules, { canOverride, wanted });
}

type Refusal = Extract<DeskAnswer, { readonly ok: false }>["refusal"];

/** That it was tried for this client is recorded; there is no visit that it could name. */
function refused(
  { audit, input: { clientId } }: VerbWork<Input>,
  rules: readonly Refusal["rules"][number][],
  more: Pick<Refusal, "canOverride" | "wanted"> = { canOverride: false, wanted: null },
): DeskAnswer {
  audit({ action: "attempt", resource: "appointment", resourceId: null, clientId });
  return refuse({ code: rules[0] ?? "slot_taken", rules: [...rules], ...more });
}

/** A calendar that is there and in the actor's reach; throws `not_found` for any other, and both look the same. */
export async function assertBooksFor(
  { tx, tenantId, actor }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "actor">,
  permission: Permission,
  practitionerId: PractitionerId,
): Promise<void> {
  if (!reaches(actor, permission, practitionerId)) throw new AppError("not_found");
  const whose = { where: { tenantId_id: { tenantId, id: practitionerId } }, select: { id: true } } as const;
  found(await tx.practitioner.findUnique(whose));
}

/** What the same form has booked already. */
async function bookedBefore({ tx, tenantId, input, audit }: VerbWork<Input>): Promise<DeskAnswer | null> {
  const { idempotencyKey, clientId } = input;
  const where = { tenantId, idempotencyKey, clientId };
  const same = await tx.appointment.findFirst({ where, select: { id: true } });
  if (same === null) return null;
  audit({ action: "read", resource: "appointment", resourceId: same.id, clientId });
  return ok({ appointmentId: same.id });
}

/** Staff go before an offer to the waitlist, which is then withdrawn (ec-I11). */
async function judge(
  { tx, tenantId, now, input }: VerbWork<Input>,
  scene: Scene,
  overriding: readonly OverridableRule[],
): Promise<Result<DeskBooking, readonly DeskRule[]>> {
  const { startsAt: start } = input;
  const ask = {
    tenantId,
    now,
    except: null,
    start,
    bookedBy: "staff",
    offersYieldFor: scene.practitioners.map(({ id }) => id),
  } as const;
  return decideDeskBooking(await holdFactsAt(tx, ask, scene), now, overriding);
}

/** Which rules of the studio's own the visit goes over stands with the act; the words why lie in the override alone. */
function noted({ passedOver, waived, overCaps }: DeskBooking) {
  const detail = {
    ...(passedOver.length === 0 ? {} : { passedOver: [...passedOver] }),
    ...(waived.length === 0 ? {} : { waived: [...waived] }),
    ...(overCaps.length === 0 ? {} : { overCaps: overCaps.map(({ of, per }) => `${of}_${per}`) }),
  };
  return Object.keys(detail).length === 0 ? {} : { detail };
}
