import type { bookSeries as contract } from "@quietroom/contracts/series";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { chosenTimes, type ChosenTime } from "@quietroom/domain/series";
import { addDays, type Instant } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { toDateColumn } from "../date-column.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { allOrNothing } from "./all-or-nothing.ts";
import { bookOccurrence } from "./book-occurrence.ts";
import { cancelVisit } from "./cancel-visit.ts";
import type { Following } from "./following-visits.ts";
import { lockCalendars } from "./move-visit.ts";
import { plannedSeries } from "./planned-series.ts";
import { isBooked, lockAppointment } from "./rows.ts";
import { endColumns, lockSeries, lockSeriesOf, toSeriesColumns } from "./series-rows.ts";
import { lockStaffVisit } from "./staff-visit.ts";
import { tellTogether } from "./tell-together.ts";

type Input = InputOf<typeof contract>;
type Output = OutputOf<typeof contract>;

/**
 * Makes a visit the first of a series and books the others as they were chosen from the preview: at the rule's time, at another one, or
 * left out (SCHED-15, ec-G6). All of them or none; sent twice, they are booked once. Each is a visit of its own from then on. A visit of a
 * series goes on by the new rule: what stands on one of its dates stays as it is, what does not is cancelled, and the past keeps its rule (ec-G2).
 */
export const bookSeries = defineVerb<Input, Output>({
  name: "scheduling.book_series",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { series_idempotency: "changed_meanwhile" },
  lookAgain: ["series_idempotency"],
  async run(work) {
    const { tx, input, now, tenantId } = work;
    await lockSeriesOf(tx, tenantId, input.appointmentId);
    const visit = await lockStaffVisit(work);
    const before = await bookedBefore(work);
    if (before !== null) return ok(before);
    if (visit.version !== input.version) return refuse("changed_meanwhile");
    if (visit.seriesId !== null) await lockSeries(tx, tenantId, visit.seriesId);
    const planned = await plannedSeries(tx, { tenantId, now }, visit, input.rule);
    if (!planned.ok) return refuse(planned.refusal);
    const { series, what, scene, horizon, occurrences, replaced } = planned.value;
    const choices = chosenTimes(occurrences.slice(1), input.choices);
    if (choices === null) return refuse("changed_meanwhile");

    await lockCalendars(tx, tenantId, what.locationId, scene.practitioners);
    return await tellTogether(
      work,
      async (told) =>
        await allOrNothing(told, async (inner): Promise<Output> => {
          const seriesId = uuidv7();
          await tx.series.create({
            data: {
              ...toSeriesColumns(series, what),
              tenantId,
              id: seriesId,
              bookedUntil: toDateColumn(
                input.rule.ends.by === "never" ? horizon : (occurrences.at(-1)?.date ?? horizon),
              ),
              idempotencyKey: input.idempotencyKey,
              followsId: replaced?.seriesId ?? null,
            },
          });
          const stays =
            replaced === null ? new Set() : await replaceSeries(inner, replaced, seriesId, choices);
          await tx.appointment.update({
            where: { tenantId_id: { tenantId, id: visit.id } },
            data: { seriesId, seriesDate: toDateColumn(series.first) },
            select: { id: true },
          });
          const { clientTimeZone } = visit;
          let booked = 0;
          for (const { date, start } of choices) {
            if (start === null || stays.has(start)) continue;
            const wish = { seriesId, clientId: what.clientId, date, start, clientTimeZone };
            if (!(await bookOccurrence(inner, scene, wish)).ok) return refuse("times_taken");
            booked += 1;
          }
          const leftOut = choices.filter(({ start }) => start === null);
          await tx.seriesGap.createMany({
            data: leftOut.map(({ date }) => ({
              tenantId,
              seriesId,
              seriesDate: toDateColumn(date),
              because: "left_out",
            })),
          });
          return ok({ seriesId, booked, leftOut: leftOut.length });
        }),
    );
  },
});

/**
 * Ends a series where another one takes its place: of its visits those stay that stand where they are wanted now, as visits of the new one,
 * and the others are cancelled, by the studio and never late. Answers the starts that stay.
 */
async function replaceSeries(
  work: VerbWork<Input>,
  { seriesId: replacedId, date, along }: Following,
  seriesId: string,
  choices: readonly ChosenTime[],
): Promise<ReadonlySet<Instant>> {
  const { tx, tenantId, audit } = work;
  const dateAt = new Map(choices.flatMap((one) => (one.start === null ? [] : [[one.start, one.date]])));
  for (const { id, start } of along) {
    const wanted = dateAt.get(start);
    if (wanted !== undefined) {
      await tx.appointment.update({
        where: { tenantId_id: { tenantId, id } },
        data: { seriesId, seriesDate: toDateColumn(wanted) },
        select: { id: true },
      });
      continue;
    }
    const visit = await lockAppointment(tx, tenantId, id);
    if (visit === null || !isBooked(visit)) throw new AppError("conflict");
    if (!(await cancelVisit(work, visit, { by: "staff", reason: null })).ok) throw new AppError("conflict");
    audit({
      action: "update",
      resource: "appointment",
      resourceId: id,
      clientId: visit.clientId,
      detail: { answer: "replaced" },
    });
  }
  await tx.series.update({
    where: { tenantId_id: { tenantId, id: replacedId } },
    data: { ...endColumns({ by: "date", date: addDays(date, -1) }), version: { increment: 1 } },
    select: { id: true },
  });
  return new Set(along.map(({ start }) => start).filter((start) => dateAt.has(start)));
}

/** What the same form has booked already. */
async function bookedBefore({
  tx,
  input,
  tenantId,
}: VerbWork<Input>): Promise<Extract<Output, { ok: true }>["value"] | null> {
  const { idempotencyKey } = input;
  const same = await tx.series.findFirst({ where: { tenantId, idempotencyKey }, select: { id: true } });
  if (same === null) return null;
  const booked = await tx.appointment.count({ where: { tenantId, seriesId: same.id } });
  const leftOut = await tx.seriesGap.count({ where: { tenantId, seriesId: same.id } });
  return { seriesId: same.id, booked: booked - 1, leftOut };
}
