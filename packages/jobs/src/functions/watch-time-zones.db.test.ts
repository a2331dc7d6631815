import { dayMs, plus } from "@quietroom/domain/time";
import { expect, test } from "vitest";
import { tellStory } from "../../test/story.ts";

const story = await tellStory();
const alarms = () => story.runtime.logged.filter(({ code }) => code === "visits_by_other_time_zone_rules");

test("ec-A22 visits booked by other time zone rules than this process has raise an alarm each night, and others none", async () => {
  const { appointmentId } = await story.book(await story.at(9, "10:00"));
  await story.settle();
  await story.settleAt(plus(await story.now(), dayMs));
  expect(alarms()).toEqual([]);
  await story.query("update appointment set utc_offset_min = utc_offset_min - 60 where id = $1", [
    appointmentId,
  ]);
  await story.settleAt(plus(await story.now(), dayMs));
  expect(alarms()).toMatchObject([
    {
      level: "error",
      fields: { tenantId: story.studio.tenantId, visits: 1, timeZoneData: process.versions.tz },
    },
  ]);
  const [row] = await story.query("select starts_at::text as at, version from appointment where id = $1", [
    appointmentId,
  ]);
  expect(row).toMatchObject({ version: 2 });
});
