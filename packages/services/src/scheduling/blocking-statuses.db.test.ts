import { appointmentStatuses, blockingStatuses } from "@quietroom/domain/scheduling";
import { inspect, testDatabase } from "@quietroom/testing";
import { expect, test } from "vitest";

const query = await inspect(await testDatabase());

const blocking = [...blockingStatuses].toSorted();

/** The statuses in a condition such as `status = ANY (ARRAY['held'::appointment_status, …])` or `status not in ('cancelled', …)`. */
function statusesOf(condition: string): string[] {
  const [, other, list = ""] = /status (= ANY|<> ALL|not in)\s*\((?:ARRAY\[)?([^\])]*)/.exec(condition) ?? [];
  const named = [...list.matchAll(/'(\w+)'/g)].map(([, status]) => status);
  return appointmentStatuses.filter((status) => named.includes(status) === (other === "= ANY")).toSorted();
}

test("SCHED-11 every constraint against overlaps holds for the statuses of the domain's list, no more and no fewer", async () => {
  const constraints = await query(
    "select conname as name, pg_get_constraintdef(oid) as condition from pg_constraint where contype = 'x' and conrelid = 'appointment'::regclass order by conname::text collate \"C\"",
  );
  expect(constraints.map(({ name }) => name)).toEqual([
    "appointment_device_free",
    "appointment_practitioner_free",
    "appointment_practitioner_free_after",
    "appointment_practitioner_free_before",
    "appointment_room_free",
  ]);
  for (const { name, condition } of constraints)
    expect.soft(statusesOf(String(condition)), String(name)).toEqual(blocking);
});

test("SCHED-11 so do the indexes by which it is searched what is taken, and the functions that count and claim", async () => {
  const indexes = await query(
    `select indexrelid::regclass::text as name, pg_get_expr(indpred, indrelid) as condition from pg_index
     where indrelid = 'appointment'::regclass and indexrelid::regclass::text ~ '_by_(practitioner|room|device)$'`,
  );
  expect(indexes).toHaveLength(3);
  for (const { name, condition } of indexes)
    expect.soft(statusesOf(String(condition)), String(name)).toEqual(blocking);

  const functions = await query(
    `select proname as name, prosrc as source from pg_proc
     where pronamespace = 'app'::regnamespace and prosrc ~ 'status not in' and prosrc ~ 'appointment'`,
  );
  const conditions = functions.flatMap(({ name, source }) =>
    [...String(source).matchAll(/status not in \([^)]*\)/g)]
      .filter(([condition]) => !condition.includes("'held'")) // what a client has, of which a hold is nothing yet
      .map(([condition]) => [String(name), statusesOf(condition)]),
  );
  expect(conditions.length).toBeGreaterThanOrEqual(5);
  for (const [name, statuses] of conditions) expect.soft(statuses, String(name)).toEqual(blocking);
});
