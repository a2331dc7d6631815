import { type Runtime, systemContext } from "@quietroom/services";
import { listVisitsToRezone } from "@quietroom/services/rezone";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

/**
 * Every night: says so where visits were booked by other time zone rules than those this process lives by, because the rules changed or two
 * programs on one database run under different ones (ec-A22). Moving them is for people to decide: `pnpm rezone` (ec-A21).
 */
export function watchTimeZones(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "watch-time-zones", triggers: [{ cron: "23 4 * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("watch", async () => {
        const found = await forEveryStudio(runtime, "time_zones_not_watched", async (tenantId) => {
          const context = systemContext(runtime, tenantId, "watch-time-zones");
          const visits = (await listVisitsToRezone(context, {})).length;
          const timeZoneData = process.versions.tz ?? "unknown";
          if (visits > 0)
            runtime.log.error("visits_by_other_time_zone_rules", { tenantId, visits, timeZoneData });
          return visits;
        });
        return { found: sumOf(found) };
      }),
  );
}
