import { listTenantIds, type Runtime, systemContext } from "@quietroom/services";
import { watchAccess as watchStudio } from "@quietroom/services/security";
import type { JobsClient } from "../client.ts";

/** Twice a minute, so that an alert is out within one (AUD-11): what somebody's use of records looks like. */
export function watchAccess(client: JobsClient, runtime: Runtime) {
  const look = async () => {
    let noticed = 0;
    for (const tenantId of await listTenantIds(runtime))
      noticed += (await watchStudio(systemContext(runtime, tenantId, "watch-access"), {})).noticed;
    return { noticed };
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
