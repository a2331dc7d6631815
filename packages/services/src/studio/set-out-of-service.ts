import type { setOutOfService as contract } from "@quietroom/contracts/resources";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { outOfServiceRefusal } from "@quietroom/domain/scheduling";
import { type Interval, resolveWallTime, type TimeZone } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { changeResource } from "./change-resource.ts";

type Input = InputOf<typeof contract>;

/**
 * Puts a room or a device out of service, from one wall-clock time of its place until another, or (null) back into service. Nothing
 * new is booked into it then; visits stay as they are, and the answer names those that have it, each with what is free instead (ec-E5).
 */
export const setOutOfService = defineVerb<Input, OutputOf<typeof contract>>({
  name: "studio.set_out_of_service",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { period } = work.input;
    const saved = await changeResource(work, work.input, ({ zone }) => {
      const time = period === null ? ok(null) : timeOf(period, zone);
      if (!time.ok) return time;
      return ok({
        outFrom: time.value && toInstantColumn(time.value.start),
        outUntil: time.value && toInstantColumn(time.value.end),
        outReason: period?.reason ?? "",
      });
    });
    return saved.ok ? saved : refuse({ code: saved.refusal });
  },
});

function timeOf(
  { firstDate, firstTime, lastDate, lastTime }: NonNullable<Input["period"]>,
  zone: TimeZone,
): Result<Interval, "end_before_start" | "too_long"> {
  const time = {
    start: resolveWallTime(firstDate, firstTime, zone),
    end: resolveWallTime(lastDate, lastTime, zone),
  };
  const refusal = outOfServiceRefusal(time);
  return refusal === null ? ok(time) : refuse(refusal);
}
