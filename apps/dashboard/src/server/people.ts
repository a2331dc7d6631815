import { addDays, instant, localDate } from "@quietroom/domain/time";
import { cache } from "react";
import { staffCaller } from "./api.ts";

/** The studio's practitioners in their order on the calendar. Once a request. */
export const studioPeople = cache(async () => {
  const caller = await staffCaller();
  const { studio, now } = await caller.me({});
  const today = localDate(instant(now), studio.timeZone);
  return (await caller.calendar.range({ from: today, until: addDays(today, 1) })).practitioners;
});
