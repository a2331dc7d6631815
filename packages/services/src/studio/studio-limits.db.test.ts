import { createStudio, inspect, testDatabase, testRuntime } from "@quietroom/testing";
import { expect, test } from "vitest";
import { addLocation, addPractitioner, listPlaces } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const place = (name: string) => ({
  name,
  addressLine: "7 River Street",
  city: "Chicago",
  region: "IL",
  postalCode: "60601",
  country: "US",
  phone: "",
  directions: "",
  timeZone: "America/Chicago",
});
const full = { ok: false, refusal: { code: "limit_reached", weekday: null } };

test("TEN-13 a studio has five places in use: the sixth is refused, also while the fifth is being made, and what is there stays", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  for (const name of ["Two", "Three", "Four"])
    expect(await addLocation(admin, place(name))).toMatchObject({ ok: true });
  // Somebody else is making the fifth at this moment: whoever comes second waits, and counts it.
  await query("begin");
  await query("select from tenant where id = $1 for no key update", [studio.tenantId]);
  await query(
    `insert into location (tenant_id, name, address_line, city, postal_code, country, time_zone) values ($1, 'Five', '', '', '', 'US', 'UTC')`,
    [studio.tenantId],
  );
  const second = addLocation(admin, place("Six"));
  const waiting = async () =>
    (
      await query(
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      )
    ).length;
  await expect.poll(waiting).toBe(1);
  await query("commit");
  expect(await second).toEqual(full);
  await query("update location set active = false where tenant_id = $1 and name = 'Two'", [studio.tenantId]);
  expect(await addLocation(admin, place("Seven"))).toMatchObject({ ok: true });
  expect(await addLocation(admin, place("Eight"))).toEqual(full);
  // Beyond the limit by hand: nothing of it is hidden.
  await query("update location set active = true where tenant_id = $1", [studio.tenantId]);
  expect(await listPlaces(admin, {})).toHaveLength(6);
});

test("TEN-13 a studio has fifty practitioners, and another studio's do not count", async () => {
  const studio = await createStudio(runtime);
  await query(
    `insert into practitioner (tenant_id, slug, display_name) select $1, 'p-' || n, 'P ' || n from generate_series(2, 49) n`,
    [studio.tenantId],
  );
  const asked = { displayName: "Vera Lindqvist", title: "", bio: "" };
  expect(await addPractitioner(studio.as("admin"), asked)).toMatchObject({ ok: true });
  expect(await addPractitioner(studio.as("admin"), asked)).toEqual({ ok: false, refusal: "limit_reached" });
  const other = await createStudio(runtime);
  expect(await addPractitioner(other.as("admin"), asked)).toMatchObject({ ok: true });
});
