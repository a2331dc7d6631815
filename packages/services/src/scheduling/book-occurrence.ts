import { type AppointmentId, asId } from "@quietroom/domain/ids";
import type { Result } from "@quietroom/domain/result";
import { decidePlacement, type SlotRefusal } from "@quietroom/domain/scheduling";
import { type Instant, interval, type LocalDate, type TimeZone } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { toDateColumn } from "../date-column.ts";
import type { VerbWork } from "../define-verb.ts";
import { peopleOf } from "../held-by.ts";
import { withdrawOffersOver } from "../openings/index.ts";
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

/**
 * Books one date of a series for its client, by the rules of staff, who may go over a cap (ec-C14) and go before an offer to the waitlist, which
 * is then withdrawn (ec-I11).
 */
export async function bookOccurrence(
  work: VerbWork<unknown>,
  scene: Scene,
  { seriesId, clientId, date, start, clientTimeZone }: Wish,
): Promise<Result<AppointmentId, SlotRefusal>> {
  const { tx, now, tenantId } = work;
  const offersYieldFor = scene.practitioners.map(({ id }) => id);
  const ask = { tenantId, now, except: null, start, bookedBy: "staff", offersYieldFor } as const;
  return await bookAsStaff(work, scene, {
    id: asId<AppointmentId>(uuidv7()),
    clientId,
    clientTimeZone,
    keeps: { seriesId, seriesDate: toDateColumn(date) },
    detail: { seriesId },
    decide: async () => {
      const decision = decidePlacement(await holdFactsAt(tx, ask, scene), now);
      if (!decision.ok) return decision;
      const { start, end, blockedFrom, blockedUntil } = decision.value;
      await withdrawOffersOver(work, {
        practitionerIds: peopleOf(decision.value),
        range: interval(blockedFrom, blockedUntil),
        visit: interval(start, end),
        needs: decision.value,
      });
      return decision;
    },
  });
}
