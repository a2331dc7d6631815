import type { listSlots as contract } from "@quietroom/contracts/public-booking";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { type NoTimesReason, whyNoTimes } from "@quietroom/domain/scheduling";
import { addDays, dayBounds, type Instant, instant, interval, localDate } from "@quietroom/domain/time";
import type { Tx } from "@quietroom/db";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { freeSlots, searchMode } from "./facts.ts";
import { firstFree } from "./first-free.ts";
import { choiceFor, withVisitsOwnLength } from "./move-times.ts";
import { findAppointment } from "./rows.ts";
import { loadScene, type Scene } from "./scene.ts";
import { loadSupervision } from "./supervision.ts";

type Input = Pick<InputOf<typeof contract>, "choice" | "from" | "days" | "moving">;

/**
 * Free times from local date `from` on (in the zone of the place), and where there are none the first one after them, or where none follows the
 * first before them, found in the same call (ec-L8). A studio that is closed and a service that is no longer offered have no times; one that never
 * was is `not_found`.
 */
export const listSlots = defineVerb<Input, OutputOf<typeof contract>>({
  name: "scheduling.list_slots",
  permission: "slots:list",
  isolation: "read committed",
  trace: "public",
  reach: "studio",
  async run(work) {
    const { tx, input, now, tenantId } = work;
    const { from, days } = input;
    const until = addDays(from, days);
    const except = movedVisit(work);
    const moved = except === null ? null : await findAppointment(tx, tenantId, except);
    const choice = choiceFor(input.choice, moved);
    const loaded = found(await loadScene(tx, { tenantId, choice, from, until, bookedBy: "client" }));
    const scene = moved === null ? loaded : withVisitsOwnLength(loaded, moved);
    const { zone, horizonDays } = scene;
    const today = localDate(now, zone);
    const lastDate = addDays(today, horizonDays);
    // Only what can be booked is looked at: nothing before now, nothing beyond the horizon.
    const wanted = interval(
      instant(Math.max(now, dayBounds(from, zone).start)),
      instant(Math.min(dayBounds(until, zone).start, dayBounds(lastDate, zone).end)),
    );
    const slots = await freeSlots(tx, { tenantId, now, except, bookedBy: "client" }, scene, wanted);
    const search = { tenantId, now, bookedBy: "client", choice, moved } as const;
    const after = until < today ? today : until;
    const next = async () =>
      (await firstFree(tx, { ...search, from: after, lastDate })) ??
      (await firstFree(tx, { ...search, from: today, lastDate: addDays(from, -1) }));
    return {
      timeZone: zone,
      weekStart: scene.weekStart,
      now,
      today,
      lastDate,
      starts: slots.map(({ start }) => start),
      nextAvailable: slots.length > 0 ? null : await next(),
      noneBecause: slots.length > 0 ? null : await noneBecause(tx, tenantId, scene, { now, from, until }),
    };
  },
});

/** Why the dates asked for have no times. Taken time need not be looked at: it is what is left when nothing else is in the way. */
async function noneBecause(
  tx: Tx,
  tenantId: string,
  scene: Scene,
  { now, from, until }: { readonly now: Instant; readonly from: string; readonly until: string },
): Promise<NoTimesReason> {
  if (!scene.studioOpen || !scene.offered) return "not_offered";
  const window = interval(dayBounds(from, scene.zone).start, dayBounds(until, scene.zone).start);
  const supervision = await loadSupervision(tx, tenantId, scene, window);
  return whyNoTimes({
    now,
    service: scene.service,
    horizonDays: scene.horizonDays,
    window,
    mode: searchMode(scene),
    rooms: scene.rooms?.map((room) => ({ ...room, busy: [] })) ?? null,
    devices: scene.devices?.map((device) => ({ ...device, busy: [] })) ?? null,
    practitioners: scene.practitioners.map((practitioner) => ({
      ...practitioner,
      busy: [],
      supervision: supervision.get(practitioner.id) ?? null,
    })),
  });
}

/** The visit that is to be moved, named by its own link or in the portal: its time counts as free (ec-J6). Any other link is none. */
function movedVisit({ input, links, tenantId }: VerbWork<Input>): string | null {
  const subject = input.moving ? links.verify(input.moving) : null;
  const isVisit = subject?.kind === "appointment" || subject?.kind === "moved";
  return isVisit && subject.tenantId === tenantId ? subject.id : null;
}
