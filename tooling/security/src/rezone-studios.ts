import { listTenantIds, type Runtime, systemContext } from "@quietroom/services";
import { listVisitsToRezone, rezoneVisit } from "@quietroom/services/rezone";

export type Rezoned = { readonly studios: number; readonly found: number; readonly left: number };

const words = {
  moved: "moved, its people are told",
  offer_withdrawn: "its offer was withdrawn",
  stands: "was settled meanwhile",
  would_meet: "LEFT ALONE: its people, room or device are taken there; move it by hand",
  would_be_past: "LEFT ALONE: that moment is over; call its people",
} as const;

/**
 * Goes round all studios for visits that their zones' present rules put elsewhere (ec-A21), says a line of each, and with `write` takes them there.
 * Lines have ids, the zone and minutes: nothing about anyone. Each visit is a transaction of its own, so a run that ends halfway is run again.
 */
export async function rezone(
  runtime: Runtime,
  { write, say }: { readonly write: boolean; readonly say: (line: string) => void },
): Promise<Rezoned> {
  const tenantIds = await listTenantIds(runtime);
  let [found, left] = [0, 0];
  for (const tenantId of tenantIds) {
    const context = systemContext(runtime, tenantId, "rezone");
    for (const { id, timeZone, shiftMin } of await listVisitsToRezone(context, {})) {
      found += 1;
      const settled = write ? await rezoneVisit(context, { appointmentId: id }) : null;
      if (settled === null || !settled.ok) left += 1;
      const word = settled === null ? "to move" : words[settled.ok ? settled.value : settled.refusal.code];
      say(`${tenantId}  ${id}  ${timeZone}  ${shiftMin > 0 ? "+" : ""}${shiftMin} min  ${word}`);
    }
  }
  return { studios: tenantIds.length, found, left };
}
