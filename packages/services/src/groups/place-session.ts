import type { AppointmentId } from "@quietroom/domain/ids";
import { ok, type Result } from "@quietroom/domain/result";
import {
  decidePlacement,
  fullAt,
  type Minimum,
  type Placement,
  type SlotRefusal,
} from "@quietroom/domain/scheduling";
import { type Instant, interval } from "@quietroom/domain/time";
import type { VerbWork } from "../define-verb.ts";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import { withdrawOffersOver } from "../openings/index.ts";
import { holdFactsAt, type Scene, setExpiredHoldsAside } from "../scheduling/index.ts";
import { zoneColumns } from "../zone-columns.ts";

/** What a session is beside its time, its people and its place. */
type SessionTerms = {
  readonly capacity: number;
  readonly openOnline: boolean;
  readonly minimum: Minimum | null;
};

/**
 * Sets one session at an instant, by the rules of staff: inside the notice, beyond the horizon, off the grid and over a cap if they like
 * (ec-C14), never onto taken time or outside working hours. The calendars are locked before.
 */
export async function placeSession(
  work: VerbWork<unknown>,
  scene: Scene,
  {
    id,
    start,
    ...terms
  }: SessionTerms & {
    readonly id: AppointmentId;
    readonly start: Instant;
  },
): Promise<Result<{ readonly groupSessionId: string; readonly version: number }, SlotRefusal>> {
  const { tx, now, tenantId, audit } = work;
  const ask = {
    tenantId,
    now,
    except: null,
    start,
    bookedBy: "staff",
    offersYieldFor: scene.practitioners.map(({ id }) => id),
  } as const;
  const facts = await holdFactsAt(tx, ask, scene);
  const placement = decidePlacement(facts, now);
  if (!placement.ok) return placement;
  const full = facts.candidates.flatMap((candidate) => fullAt(candidate.full, start));
  if (full.length > 0) {
    const overCaps = full.map(({ of, per }) => `${of}_${per}`);
    audit({ action: "create", resource: "appointment", resourceId: id, detail: { overCaps } });
  }
  const { blockedFrom, blockedUntil, end } = placement.value;
  const practitionerIds = peopleOf(placement.value);
  const range = interval(blockedFrom, blockedUntil);
  const needs = placement.value;
  await withdrawOffersOver(work, { practitionerIds, range, visit: interval(start, end), needs });
  await setExpiredHoldsAside(tx, { tenantId, now }, placement.value);
  return ok(await writeSession(work, scene, { ...placement.value, ...terms, id }));
}

async function writeSession(
  { tx, now, tenantId, actor, emit }: VerbWork<unknown>,
  scene: Scene,
  { id, ...plan }: Placement & SessionTerms & { readonly id: AppointmentId },
): Promise<{ readonly groupSessionId: string; readonly version: number }> {
  const { minimum, start, end, blockedFrom, blockedUntil, roomUntil, deviceUntil, ...kept } = plan;
  const { version } = await tx.appointment.create({
    data: {
      ...kept,
      withPractitionerIds: [...kept.withPractitionerIds],
      minimum: minimum?.people ?? null,
      minimumHours: minimum?.hoursBefore ?? null,
      tenantId,
      id,
      status: "scheduled",
      startsAt: toInstantColumn(start),
      endsAt: toInstantColumn(end),
      blockedFrom: toInstantColumn(blockedFrom),
      blockedUntil: toInstantColumn(blockedUntil),
      roomUntil: roomUntil && toInstantColumn(roomUntil),
      deviceUntil: deviceUntil && toInstantColumn(deviceUntil),
      timeZone: scene.zone,
      ...zoneColumns(start, scene.zone),
      priceMinor: scene.priceMinor,
      currency: scene.currency,
      bookedBy: actor.kind,
      bookedAt: toInstantColumn(now),
    },
    select: { id: true, version: true },
  });
  emit("group/changed", { groupSessionId: id });
  return { groupSessionId: id, version };
}
