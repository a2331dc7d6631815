import { type AppointmentId, asId } from "@quietroom/domain/ids";
import {
  bookVisit,
  createStudio,
  inspect,
  person,
  testDatabase,
  testRuntime,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { appointmentPanel } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

test("SCHED-20 whoever manages visits sees how often a client did not come or cancelled late, and of nobody else", async () => {
  const studio = await createStudio(runtime);
  const who = person("Ana");
  const visits = await Promise.all(
    [3, 4, 5, 6].map(async (day) => await bookVisit(studio, { startsAt: wallTime(day, "10:00"), who })),
  );
  const [now, missed, late, early] = visits.map(({ id }) => id);
  const other = await bookVisit(studio, { startsAt: wallTime(7, "10:00"), who: person("Ben") });
  await query("update appointment set status = 'no_show' where id = any($1)", [[missed, other.id]]);
  await query(
    "update appointment set status = 'cancelled', cancelled_at = app.now(), cancelled_by = 'client', late_cancel = id = $2 where id = any($1)",
    [[late, early], late],
  );
  const appointmentId = asId<AppointmentId>(String(now));
  const panel = await appointmentPanel(studio.as("admin"), { appointmentId });
  expect(panel.client?.missed).toEqual({ noShows: 1, lateCancels: 1 });
  const admin = studio.as("admin");
  const billing = { ...admin, actor: { ...admin.actor, roles: ["billing"] } as typeof admin.actor };
  expect((await appointmentPanel(billing, { appointmentId })).client?.missed).toBeNull();
});
