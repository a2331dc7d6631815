import { type Runtime, systemContext } from "@quietroom/services";
import { lapseOffer } from "@quietroom/services/waitlist";
import type { JobsClient } from "../client.ts";
import { eventData } from "./event-data.ts";

/** The mail that carried an offer came back: nobody answers what never arrived, so the hour goes on to the next (NOTIF-07, WAIT-05). */
export function endUnreachedOffer(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "end-unreached-offer", triggers: [{ event: "waitlist/unreached" }], retries: 3 },
    async ({ event, step }) => {
      const { tenantId, offerId } = eventData("waitlist/unreached", event.data);
      const context = systemContext(runtime, tenantId, "end-unreached-offer");
      return await step.run("end", () => lapseOffer(context, { offerId, cause: "unreachable" }));
    },
  );
}
