import { type Runtime, systemContext } from "@quietroom/services";
import { planTogether, sendMessage } from "@quietroom/services/messages";
import type { JobsClient } from "../client.ts";
import { deliver, deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";

/** Many visits of a series were booked, moved or cancelled in one act: their client hears of all of them in one message (SCHED-15). */
export function sendSeriesNews(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "send-series-news", triggers: [{ event: "series/changed" }], retries: deliveryRetries },
    async ({ event, step }) => {
      const { tenantId, news, visits } = eventData("series/changed", event.data);
      const context = systemContext(runtime, tenantId, "send-series-news");
      const { notificationId } = await step.run("plan", () => planTogether(context, { kind: news, visits }));
      return await deliver(step, "send", () => sendMessage(context, { notificationId }));
    },
  );
}
