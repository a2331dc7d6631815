import { type Runtime, systemContext } from "@quietroom/services";
import { extendSeries as extendStudioSeries } from "@quietroom/services/scheduling";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

/** Every night: series without an end are booked up to the horizon, which has moved on by a day (ec-G14). Run again, it changes nothing. */
export function extendSeries(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "extend-series", triggers: [{ cron: "41 3 * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("extend", async () => {
        const extended = await forEveryStudio(runtime, "series_not_extended", async (tenantId) => {
          const context = systemContext(runtime, tenantId, "extend-series");
          let sum = 0;
          for (let more = true; more; ) {
            const round = await extendStudioSeries(context, {});
            sum += round.extended;
            more = round.more && round.extended > 0;
          }
          return sum;
        });
        return { extended: sumOf(extended) };
      }),
  );
}
