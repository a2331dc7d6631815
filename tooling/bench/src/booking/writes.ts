import { randomUUID } from "node:crypto";
import { bookHold, holdSlot } from "@quietroom/services/scheduling";
import { bookInput, holdInput, idIn, person } from "@quietroom/testing";
import { succeeded } from "@quietroom/testing/create-studio";
import pg from "pg";
import { baseline, type Figure } from "../figure.ts";
import { measure } from "../measure.ts";
import type { BookingBench } from "./booking-bench.ts";
import { publicCalls } from "./calls.ts";
import { freeTimes } from "./free-times.ts";

const goals = { p95Ms: 12, ofInsert: 0.35 };
const load = { width: 8, seconds: 6 };

/** What a booking costs beside the least that any would: one row inserted through the same driver into the same database. */
export async function benchWrites(bench: BookingBench): Promise<readonly Figure[]> {
  const { query, studio, urls, bookingUrl } = bench;
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
    const hold = await measure("hold", load, async (name) => {
      const { practitionerId, startsAt } = nextTime();
      const wish = holdInput(studio, { startsAt, practitionerId, mode: "telehealth" });
      const { token } = succeeded(await holdSlot(studio.as("public"), wish));
      confirmable.push({ token, name });
    });
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
      baseline(`8 clients: a bare INSERT of one row, a second (p50, p95)`, rate(insert)),
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
      baseline("  the visit confirmed: client found or made, sealed, audited (p50, p95)", rate(confirm)),
      baseline("  both over HTTP, two calls (p50, p95)", rate(overHttp)),
    ];
  } finally {
    await pool.end();
  }
}

function rate({ perSecond, p50Ms, p95Ms }: Awaited<ReturnType<typeof measure>>): string {
  return `${perSecond.toFixed(0)}/s (${p50Ms.toFixed(1)}, ${p95Ms.toFixed(1)} ms)`;
}
