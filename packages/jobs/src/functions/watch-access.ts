import { type Runtime, systemContext } from "@quietroom/services";
import { watchAccess as watchStudio } from "@quietroom/services/security";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

/** Twice a minute, so that an alert is out within one (AUD-11): what somebody's use of records looks like. */
export function watchAccess(client: JobsClient, runtime: Runtime) {
  const look = async () => {
    const noticed = await forEveryStudio(runtime, "access_not_watched", async (tenantId) => {
      return (await watchStudio(systemContext(runtime, tenantId, "watch-access"), {})).noticed;
    });
    return { noticed: sumOf(noticed) };
  };
  return client.createFunction(
    { id: "watch-access", triggers: [{ cron: "* * * * *" }], retries: 1 },
    async ({ step }) => {
      await step.run("look", look);
      await step.sleep("half a minute", "30s");
      return await step.run("look again", look);
    },
  );
}
