import { randomUUID } from "node:crypto";
import { bookHold, holdSlot } from "@quietroom/services/scheduling";
import { bookInput, holdInput, idIn, person } from "@quietroom/testing";
import { succeeded } from "@quietroom/testing/create-studio";
import pg from "pg";
import { baseline, type Figure } from "../figure.ts";
import { type Measured, measure } from "../measure.ts";
import type { BookingBench } from "./booking-bench.ts";
import { publicCalls } from "./calls.ts";
import { freeTimes } from "./free-times.ts";
import { type StatementTime, timeStatements } from "./statement-times.ts";

const goals = { p95Ms: 12, ofInsert: 0.35 };
const load = { width: 8, seconds: 6 };

/**
 * What a booking costs beside the least that any would: one row inserted through the same driver into the same database; and beside the
 * same row inserted and audited in the tenant's transaction, which is the least that any verb costs. Where a booking's time goes is told by
 * its statements.
 */
export async function benchWrites(bench: BookingBench): Promise<readonly Figure[]> {
  const { query, studio, urls, bookingUrl, runtime } = bench;
  await query(
    "create table bench_row (tenant_id uuid, id uuid, starts_at timestamptz, primary key (tenant_id, id))",
  );
  await query("grant insert on bench_row to quietroom_app");
  const pool = new pg.Pool({ connectionString: urls.app, max: load.width });
  const nextTime = await freeTimes(bench);
  const confirmable: { readonly token: string; readonly name: number }[] = [];
  try {
    const insert = await measure("insert", load, () =>
      pool.query("insert into bench_row values ($1, $2, now())", [studio.tenantId, randomUUID()]),
    );
    const wrapped = await measure("wrapped insert", load, () =>
      runtime.db.withTenant(
        studio.tenantId,
        { isolation: "read committed", readOnly: false },
        async ({ tx, writeAudit }) => {
          await tx.$executeRaw`insert into bench_row values (${studio.tenantId}::uuid, ${randomUUID()}::uuid, now())`;
          writeAudit([
            {
              tenantId: studio.tenantId,
              actorKind: "public",
              action: "create",
              resource: "bench",
              phi: false,
              outcome: "done",
              changed: [],
              detail: {},
              verb: "bench.insert",
              requestId: randomUUID(),
            },
          ]);
        },
      ),
    );
    const takeOne = async (name: number) => {
      const { practitionerId, startsAt } = nextTime();
      const wish = holdInput(studio, { startsAt, practitionerId, mode: "telehealth" });
      const { token } = succeeded(await holdSlot(studio.as("public"), wish));
      confirmable.push({ token, name });
    };
    const hold = await measure("hold", load, takeOne);
    const alone = await timed(async () => await measure("hold", { width: 1, seconds: 2 }, takeOne));
    const confirm = await measure("confirm", load, async () => {
      const held = confirmable.shift();
      if (held === undefined) throw new Error("more was confirmed than held: hold more");
      const details = person(`Bench${held.name}`);
      const context = studio.as({ link: "hold", id: idIn(studio, held.token) });
      succeeded(await bookHold(context, bookInput(details)));
    });
    const calls = publicCalls(bookingUrl, studio);
    const overHttp = await measure("over HTTP", load, async (name) => {
      const { practitionerId, startsAt } = nextTime();
      const held = await calls.hold(practitionerId, startsAt);
      if (!("won" in held)) throw new Error(`a free time was refused: ${held.refused}`);
      const booked = await calls.confirm(held.won, `http-${name}`);
      if (!("won" in booked)) throw new Error(`a held time was refused: ${booked.refused}`);
    });
    const share = hold.perSecond / insert.perSecond;
    return [
      baseline("8 clients: a bare INSERT of one row, a second (p50, p95; processor)", rate(insert)),
      baseline("  the same in the tenant's transaction, audited", rate(wrapped)),
      {
        what: `  a time taken (row security, guard, audit, outbox), ${rate(hold)}: of those`,
        figure: `${(share * 100).toFixed(1)} %`,
        goal: `${goals.ofInsert * 100} %`,
        met: share >= goals.ofInsert,
      },
      {
        what: "  its p95",
        figure: `${hold.p95Ms.toFixed(1)} ms`,
        goal: `${goals.p95Ms} ms`,
        met: hold.p95Ms <= goals.p95Ms,
      },
      ...profile(alone),
      baseline("  the visit confirmed: client found or made, sealed, audited (p50, p95)", rate(confirm)),
      baseline("  both over HTTP, two calls (p50, p95)", rate(overHttp)),
    ];
  } finally {
    await pool.end();
  }
}

type Alone = { readonly measured: Measured; readonly statements: readonly StatementTime[] };

async function timed(work: () => Promise<Measured>): Promise<Alone> {
  const results: Measured[] = [];
  const statements = await timeStatements(async () => results.push(await work()));
  const [measured] = results;
  if (measured === undefined) throw new Error("nothing was measured");
  return { measured, statements };
}

/** Where the time of one booking goes: its statements with the way to the database, and the rest, which is this process. */
function profile({ measured, statements }: Alone): readonly Figure[] {
  const most = Math.max(...statements.map(({ calls }) => calls));
  const usual = statements.filter(({ calls }) => calls > most / 2);
  return [
    baseline("  one client alone, a time taken (p50, p95; processor)", rate(measured)),
    ...usual.map(({ begins, meanMs }) => baseline(`    ${begins}`, `${meanMs.toFixed(2)} ms`)),
  ];
}

function rate({ perSecond, p50Ms, p95Ms, machineCpuMs, ownCpuMs }: Measured): string {
  const processor = `${machineCpuMs.toFixed(1)} ms, ${ownCpuMs.toFixed(1)} here`;
  return `${perSecond.toFixed(0)}/s (${p50Ms.toFixed(1)}, ${p95Ms.toFixed(1)} ms; ${processor})`;
}
