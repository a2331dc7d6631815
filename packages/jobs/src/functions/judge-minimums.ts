import { type Runtime, systemContext } from "@quietroom/services";
import { judgeMinimums as judgeStudioMinimums } from "@quietroom/services/groups";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

/** Every minute: sessions whose cut-off has come are held or called off, by how many come (ec-F7). Run again, it changes nothing. */
export function judgeMinimums(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "judge-minimums", triggers: [{ cron: "* * * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("judge", async () => {
        const calledOff = await forEveryStudio(
          runtime,
          "minimums_not_judged",
          async (tenantId) =>
            (await judgeStudioMinimums(systemContext(runtime, tenantId, "judge-minimums"), {})).calledOff,
        );
        return { calledOff: sumOf(calledOff) };
      }),
  );
}
