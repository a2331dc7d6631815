import type { PractitionerId } from "@quietroom/domain/ids";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import type { Booker, HoldFacts } from "@quietroom/domain/scheduling";
import { type Instant, localDate, minuteMs } from "@quietroom/domain/time";
import type { Tx } from "@quietroom/db";
import { defineVerb } from "../define-verb.ts";
import { peopleOf } from "../held-by.ts";
import { holdFactsAt } from "./facts.ts";
import type { CappedScene } from "./full-times.ts";
import { type HoursSeen, noteHours } from "./hours-kept.ts";
import type { AppointmentRow } from "./rows.ts";
import { type Choice, loadScene, type Scene, withoutNotes } from "./scene.ts";

/** Where a visit is to go: to whom (null: to anyone who gives the service) and when. */
export type Move = {
  readonly practitionerId: PractitionerId | null;
  readonly start: Instant;
  readonly by: Booker;
};

/** What of a visit decides where it fits: nothing of whose it is. */
export type VisitShape = Pick<
  AppointmentRow,
  | "id"
  | "practitionerId"
  | "withPractitionerIds"
  | "serviceId"
  | "locationId"
  | "mode"
  | "start"
  | "end"
  | "blockedFrom"
  | "blockedUntil"
> &
  Partial<Pick<AppointmentRow, "capacity">>;

/** Hours, rooms and taken times around the wanted start, with the caps to be kept and who decides about it, or why there are none to be had. */
export type MoveTimes = Result<
  HoldFacts & { readonly capped: CappedScene } & Pick<Scene, "approval">,
  "unknown_service" | "studio_closed"
>;

/**
 * What is free around a client's wanted start. Other people's diaries are looked at with the studio's rows, and read only; what
 * comes of it is free and taken time, and nothing of people. Whose the visit is was asked before, and is asked again by the write.
 */
export const findMoveTimes = defineVerb<
  { readonly visit: VisitShape; readonly move: Omit<Move, "by"> },
  { readonly times: MoveTimes; readonly hours: HoursSeen }
>({
  name: "scheduling.find_move_times",
  permission: "slots:list",
  isolation: "read committed",
  trace: "public",
  reach: "studio",
  async run({ tx, tenantId, now, input: { visit, move } }) {
    const { serviceId, locationId } = visit;
    const to = move.practitionerId;
    const practitionerIds = to === null ? null : [...new Set([...peopleOf(visit), to])];
    // Noted before they are read: what changes between the two is looked at again rather than missed.
    const asked = { practitionerIds, serviceId, locationId, around: move.start };
    const hours = await noteHours(tx, tenantId, asked);
    const times = await loadMoveTimes(tx, { tenantId, now, visit, move: { ...move, by: "client" } });
    return { times, hours };
  },
});

/**
 * The visit keeps the length it was booked with (ec-C2), and its own time does not stand in its way (ec-J6). `beforeLooking` makes
 * others wait, where what is seen is to stay as it is.
 */
export async function loadMoveTimes(
  tx: Tx,
  ask: { readonly tenantId: string; readonly now: Instant; readonly visit: VisitShape; readonly move: Move },
  beforeLooking: (scene: Scene) => Promise<void> = async () => undefined,
): Promise<MoveTimes> {
  const { tenantId, now, visit, move } = ask;
  const { practitionerId, start, by } = move;
  const date = localDate(start, "UTC");
  const choice = choiceFor({ ...visit, practitionerId, seats: visit.capacity ?? undefined }, visit);
  const loaded = await loadScene(tx, { tenantId, choice, from: date, until: date, bookedBy: by });
  if (loaded === null || !loaded.offered || loaded.practitioners.length === 0)
    return refuse("unknown_service");
  if (!loaded.studioOpen) return refuse("studio_closed");
  const scene = withVisitsOwnLength(loaded, visit);
  await beforeLooking(scene);
  const offersYieldFor =
    by === "staff" && practitionerId !== null ? scene.practitioners.map(({ id }) => id) : null;
  const facts = await holdFactsAt(
    tx,
    { tenantId, now, except: visit.id, start, bookedBy: by, offersYieldFor },
    scene,
  );
  return ok({ ...facts, capped: scene, approval: scene.approval });
}

/** The choice under which times are looked up for a visit that is there: with those who hold it, who go together. */
export function choiceFor(choice: Choice, visit: VisitShape | null): Choice {
  if (visit === null) return choice;
  const { practitionerId, withPractitionerIds } = visit;
  const together = withPractitionerIds.length > 0;
  return { ...choice, withPractitionerIds, ...(together ? { practitionerId } : {}) };
}

/** A scene in which the service takes what this visit takes, whatever became of the service since. */
export function withVisitsOwnLength(scene: Scene, visit: VisitShape): Scene {
  return {
    ...scene,
    practitioners: withoutNotes(scene),
    service: {
      ...scene.service,
      durationMin: (visit.end - visit.start) / minuteMs,
      bufferBeforeMin: (visit.start - visit.blockedFrom) / minuteMs,
      bufferAfterMin: (visit.blockedUntil - visit.end) / minuteMs,
    },
  };
}
