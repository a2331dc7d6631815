import { type Runtime, systemContext } from "@quietroom/services";
import { planMessage, sendMessage } from "@quietroom/services/messages";
import { lapseOffer } from "@quietroom/services/waitlist";
import type { JobsClient } from "../client.ts";
import { deliver, deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";

/** An offer ended. If its person did not answer it, they hear that the hour is no longer theirs to take, and that they keep the place. */
export function sendOfferClosed(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "send-offer-closed", triggers: [{ event: "waitlist/answered" }], retries: deliveryRetries },
    async ({ event, step }) => {
      const { tenantId, offerId } = eventData("waitlist/answered", event.data);
      const context = systemContext(runtime, tenantId, "send-offer-closed");
      const { status } = await step.run("ending", () => lapseOffer(context, { offerId, cause: "deadline" }));
      if (status !== "lapsed" && status !== "withdrawn") return { kind: "answered" };
      const { notificationId } = await step.run("plan", () =>
        planMessage(context, { kind: "waitlist_offer_closed", offerId }),
      );
      return await deliver(step, "send", () => sendMessage(context, { notificationId }));
    },
  );
}
