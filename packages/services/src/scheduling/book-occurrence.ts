import { type AppointmentId, asId } from "@quietroom/domain/ids";
import type { Result } from "@quietroom/domain/result";
import { decidePlacement, type SlotRefusal } from "@quietroom/domain/scheduling";
import type { Instant, LocalDate, TimeZone } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { toDateColumn } from "../date-column.ts";
import type { VerbWork } from "../define-verb.ts";
import { bookAsStaff } from "./book-as-staff.ts";
import { holdFactsAt } from "./facts.ts";
import type { Scene } from "./scene.ts";

/** One date of a series that becomes a visit; `start` is the rule's own time or another that was chosen for it. */
type Wish = {
  readonly seriesId: string;
  readonly clientId: string;
  readonly date: LocalDate;
  readonly start: Instant;
  readonly clientTimeZone: TimeZone | null;
};

/** Books one date of a series for its client, by the rules of staff, who may go over a cap (ec-C14). */
export async function bookOccurrence(
  work: VerbWork<unknown>,
  scene: Scene,
  { seriesId, clientId, date, start, clientTimeZone }: Wish,
): Promise<Result<AppointmentId, SlotRefusal>> {
  const { tx, now, tenantId } = work;
  const ask = { tenantId, now, except: null, start, bookedBy: "staff" } as const;
  return await bookAsStaff(work, scene, {
    id: asId<AppointmentId>(uuidv7()),
    clientId,
    clientTimeZone,
    keeps: { seriesId, seriesDate: toDateColumn(date) },
    detail: { seriesId },
    decide: async () => decidePlacement(await holdFactsAt(tx, ask, scene), now),
  });
}
