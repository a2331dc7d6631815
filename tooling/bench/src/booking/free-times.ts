import type { PractitionerId } from "@quietroom/domain/ids";
import { addDays, hourMs, instant, type Instant, localDate } from "@quietroom/domain/time";
import { listSlots } from "@quietroom/services/scheduling";
import type { BookingBench } from "./booking-bench.ts";

export type FreeTime = { readonly practitionerId: PractitionerId; readonly startsAt: Instant };

/** Free times of the whole team, on the hour and so apart that no booking takes another's; throws when there are no more. */
export async function freeTimes({ studio }: BookingBench): Promise<() => FreeTime> {
  const { serviceId, locationId, practitionerIds } = studio;
  const from = addDays(localDate(instant(Date.now()), "America/New_York"), 4);
  const times: FreeTime[] = [];
  for (const practitionerId of practitionerIds) {
    const choice = { serviceId, locationId, practitionerId, mode: "telehealth" as const };
    const { starts } = await listSlots(studio.as("public"), { choice, from, days: 45 });
    for (const startsAt of starts)
      if (startsAt % hourMs === 0) times.push({ practitionerId, startsAt: instant(startsAt) });
  }
  return () => {
    const time = times.pop();
    if (time === undefined) throw new Error("no free times are left: measure for a shorter while");
    return time;
  };
}
