import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as passed } from "node:timers/promises";
import { addDays, instant, localDate } from "@quietroom/domain/time";
import { searchClients } from "@quietroom/services/clients";
import { calendarRange } from "@quietroom/services/scheduling";
import { person } from "@quietroom/testing/booking";
import { addClient } from "@quietroom/testing/clients";
import { keyIdOf, openField, sealField } from "@quietroom/vault";
import { baseline, type Figure } from "../figure.ts";
import type { VaultBench } from "./bench.ts";
import { type Acts, p95Ms, peopleAtWork, type Spell } from "./people-at-work.ts";
import type { RotationAsked, RotationDone } from "./rotation-process.ts";

const goalMs = 600_000;
/** Others wait at most this much longer at the 95th of a hundred calls while keys are replaced. */
const slowerGoal = 1.2;
const people = 4;
/** How long people work without a rotation, before it and after it. */
const quietMs = 15_000;
const found = 200;
const mode = { isolation: "read committed", readOnly: false } as const;
const place = (rowId: string) => ({ table: "bench_note", column: "body", rowId });

/**
 * Moves every value of a table to a new key, in a process of its own, while people go on looking for clients, at the calendar, and writing;
 * then opens each. What people wait is compared with what they waited before and after, in the same run.
 */
export async function benchRotation(bench: VaultBench): Promise<readonly Figure[]> {
  const { runtime, studio, values, query } = bench;
  const { tenantId } = studio;
  const ids = await fillNotes(bench);
  for (let at = 0; at < found; at += 1) await addClient(runtime, tenantId, person(nameOf(at)));
  const work = peopleAtWork(people, actsOf(bench, ids));
  await passed(2_000); // to warm up
  work.spell();
  await passed(quietMs);
  const before = work.spell();
  const counted = work.count();
  const { keyId, tookMs, finish } = await rotateElsewhere(bench);
  const beside = work.spell();
  const acts = work.count() - counted;
  await passed(quietMs);
  const after = work.spell();
  await work.stop();
  runtime.vault.forget(tenantId);
  await finish();

  const keys = await runtime.vault.keysOf(tenantId);
  let unreadable = 0;
  for (const { id, body } of await query("select id, body from bench_note where tenant_id = $1", [
    tenantId,
  ])) {
    const sealed = String(body);
    if (
      keyIdOf(sealed) !== keyId ||
      !opens(() => openField(keys, sealed, place(String(id))) === `note of ${String(id)}`)
    )
      unreadable += 1;
  }
  const [left] = await query(
    "select count(*)::int as keys from tenant_data_key where tenant_id = $1 and state = 'readable' and retired_at is null",
    [tenantId],
  );
  return [
    {
      what: `${values.toLocaleString("en")} values moved to a new key beside ${people} people (${acts.toLocaleString("en")} acts)`,
      figure: `${(tookMs / 1_000).toFixed(1)} s`,
      goal: "600 s",
      met: tookMs < goalMs,
    },
    {
      what: "  of them unreadable, or not under the new key",
      figure: String(unreadable),
      goal: "0",
      met: unreadable === 0,
    },
    {
      what: "  older keys that are not retired",
      figure: String(left?.["keys"]),
      goal: "0",
      met: left?.["keys"] === 0,
    },
    ...[...before.tookMs.keys()].flatMap((name) => slower(name, { beside, without: [before, after] })),
  ];
}

/** What people do meanwhile: verbs of the product that open sealed words, and a write that seals one. */
function actsOf({ runtime, studio, values }: VaultBench, ids: readonly string[]): Acts {
  const { tenantId } = studio;
  const admin = studio.as("admin");
  const today = localDate(instant(Date.now()), "America/New_York");
  const week = { from: addDays(today, 1), until: addDays(today, 8) };
  return {
    "a client found by name": async (index) => {
      const { clients } = await searchClients(admin, { text: nameOf(index % found) });
      if (clients.length === 0) throw new Error("whoever is there is found while keys are replaced");
    },
    "a week of the calendar": async () => await calendarRange(admin, week),
    "a sealed row written": async () => {
      const id = ids[Math.floor(Math.random() * values)] ?? "";
      const body = sealField(await runtime.vault.keysOf(tenantId), `note of ${id}`, place(id));
      await runtime.db.withTenant(
        tenantId,
        mode,
        async ({ tx }) =>
          await tx.$executeRaw`update bench_note set body = ${body} where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`,
      );
    },
  };
}

/** A name of letters alone, another for each: digits are read as a number of somebody's. */
function nameOf(at: number): string {
  return `Rota${String.fromCharCode(97 + Math.floor(at / 26), 97 + (at % 26))}`;
}

function slower(
  name: string,
  { beside, without }: { readonly beside: Spell; readonly without: readonly Spell[] },
): readonly Figure[] {
  const [usual, meanwhile] = [p95Ms(without, name), p95Ms([beside], name)];
  const ratio = meanwhile / usual;
  return [
    baseline(`  ${name}, p95 before and after`, `${usual.toFixed(1)} ms`),
    {
      what: `  ${name}, p95 meanwhile (${meanwhile.toFixed(1)} ms)`,
      figure: `${ratio.toFixed(2)} of it`,
      goal: `< ${slowerGoal} of it`,
      met: ratio < slowerGoal,
    },
  ];
}

/** A table of `values` sealed words under the studio's key. Answers the ids of its rows. */
async function fillNotes({ runtime, studio, values, query }: VaultBench): Promise<readonly string[]> {
  const { tenantId } = studio;
  await query(`create table bench_note (tenant_id uuid not null references tenant (id), id uuid not null,
    body sealed_text not null, primary key (tenant_id, id))`);
  await query("call app.isolate('bench_note', 'select, insert, update')");
  // In the order of time, as every id of the product: rows that are moved together lie together.
  const made = await query("select uuidv7()::text as id from generate_series(1, $1::integer)", [values]);
  const ids = made.map(({ id }) => String(id));
  const keys = await runtime.vault.keysOf(tenantId);
  for (let at = 0; at < values; at += 5_000) {
    const some = ids.slice(at, at + 5_000);
    const bodies = some.map((id) => sealField(keys, `note of ${id}`, place(id)));
    await query("insert into bench_note select $1, * from unnest($2::uuid[], $3::text[])", [
      tenantId,
      some,
      bodies,
    ]);
  }
  return ids;
}

/**
 * Replaces the keys and moves every row in another process. `finish` ends it, once nobody writes any more. The people here hear of the new
 * key at once rather than within a minute, so that what they write is not moved twice.
 */
async function rotateElsewhere({ runtime, studio, urls, masterKey }: VaultBench) {
  const child = fork(join(import.meta.dirname, "rotation-process.ts"), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = once(child, "exit");
  const said = async (): Promise<RotationDone> => {
    const [done] = await Promise.race([once(child, "message"), ended.then(() => [null])]);
    if (done === null) throw new Error("the rotation ended before it was done");
    return done as RotationDone; // our own process, a page away
  };
  child.send({
    databaseUrl: urls.app,
    tenantId: studio.tenantId,
    masterKey: Buffer.from(masterKey).toString("base64"),
  } satisfies RotationAsked);
  await said();
  runtime.vault.forget(studio.tenantId);
  const { keyId, tookMs } = await said();
  return {
    keyId,
    tookMs,
    finish: async () => {
      child.send("finish");
      await ended;
    },
  };
}

function opens(work: () => boolean): boolean {
  try {
    return work();
  } catch {
    return false;
  }
}
