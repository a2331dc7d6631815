import { type Runtime, systemContext } from "@quietroom/services";
import { listOfferedOpenings, withdrawLostOffer } from "@quietroom/services/waitlist";
import type { JobsClient } from "../client.ts";
import { deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";
import { sumOf } from "./for-every-studio.ts";
import { oneAfterAnother } from "./one-after-another.ts";

/**
 * Somebody's hours, a closed date or a place changed: an hour that is being offered may be gone with it, and whoever was asked hears that at
 * once instead of when they accept (ec-I12). Each hour in a transaction of its own, so that none waits for, or fails with, another.
 */
export function withdrawLostOffers(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    {
      id: "withdraw-lost-offers",
      triggers: [
        { event: "availability/changed" },
        { event: "closure/changed" },
        { event: "location/changed" },
      ],
      retries: deliveryRetries,
    },
    async ({ event, step }) => {
      const { tenantId } = change(event.name, event.data);
      const context = systemContext(runtime, tenantId, "withdraw-lost-offers");
      return await step.run("withdraw", async () => {
        const { openingIds: ids } = await listOfferedOpenings(context, {});
        const openings = { field: "openingId", called: "openings", ids } as const;
        const withdrawn = await oneAfterAnother(
          runtime,
          "offers_not_withdrawn",
          openings,
          async (openingId) => (await withdrawLostOffer(context, { openingId })).withdrawn,
        );
        return { withdrawn: sumOf(withdrawn) };
      });
    },
  );
}

function change(name: string, data: unknown): { readonly tenantId: string } {
  if (name === "closure/changed") return eventData("closure/changed", data);
  return name === "location/changed"
    ? eventData("location/changed", data)
    : eventData("availability/changed", data);
}
