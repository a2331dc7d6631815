import type { Client } from "pg";

/** The database's clock as the product reads it: epoch milliseconds, and how far ahead of real time it was moved (behind, while a seed lives through the past). */
export type ClockReading = { readonly nowMs: number; readonly shiftMs: number };

type ClockClient = Pick<Client, "query">;

/**
 * Replaces the product's one clock, `app.now()`, by one that can be moved ahead, and keeps a shift that is there already.
 * For tests and the demo: throws in production, where time must not be anybody's to move. `owner` signs in as quietroom_owner.
 */
export async function installShiftableClock(
  owner: ClockClient,
  mode: "demo" | "development" | "test" | "production",
): Promise<void> {
  if (mode === "production") throw new Error("A clock that can be moved is never installed in production.");
  await owner.query(`
    begin;
    set local client_min_messages = warning;
    create schema if not exists dev_clock;
    create table if not exists dev_clock.shift (
      one_row boolean primary key default true check (one_row),
      ms bigint not null
    );
    insert into dev_clock.shift (ms) values (0) on conflict do nothing;
    revoke all on schema dev_clock from public;
    revoke all on dev_clock.shift from public, quietroom_app, quietroom_client;
    grant usage on schema dev_clock to quietroom_app, quietroom_client;
    grant select on dev_clock.shift to quietroom_app, quietroom_client;
    create or replace function app.now() returns timestamptz
      language sql stable parallel safe
      return pg_catalog.now() + (select ms from dev_clock.shift) * interval '1 millisecond';
    commit`);
}

/**
 * Moves the clock ahead by whole milliseconds, for every session at its next transaction, and returns the new reading.
 * Never back: what is due has been done, and undoing that is not a matter of clocks. `owner` signs in as quietroom_owner.
 */
export async function advanceClock(owner: ClockClient, ms: number): Promise<ClockReading> {
  if (!Number.isSafeInteger(ms) || ms < 0)
    throw new RangeError(`the clock moves ahead by whole milliseconds, not by ${ms}`);
  await owner.query("update dev_clock.shift set ms = ms + $1", [ms]);
  return readClock(owner);
}

/**
 * Sets the clock back by whole milliseconds in a database where no studio has opened yet, so that a seed can live through a
 * past and come back with `advanceClock`. Throws where a studio is known: its time only goes forward.
 */
export async function beginInThePast(owner: ClockClient, ms: number): Promise<ClockReading> {
  if (!Number.isSafeInteger(ms) || ms < 0)
    throw new RangeError(`the clock goes back by whole milliseconds, not by ${ms}`);
  const { rows } = await owner.query<{ studios: number }>(
    "select count(*)::int as studios from tenant_directory",
  );
  if (rows[0]?.studios !== 0) throw new Error("The clock of a studio never goes back.");
  await owner.query("update dev_clock.shift set ms = -$1::bigint", [ms]);
  return readClock(owner);
}

/** Reads the clock outside any transaction. Works for the application role too. */
export async function readClock(client: ClockClient): Promise<ClockReading> {
  const { rows } = await client.query<{ now: string; shift: string }>(
    "select (extract(epoch from app.now()) * 1000)::bigint as now, (select ms from dev_clock.shift) as shift",
  );
  const [row] = rows;
  if (row === undefined) throw new Error("the clock gave no reading");
  return { nowMs: Number(row.now), shiftMs: Number(row.shift) };
}
