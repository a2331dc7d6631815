import { type Runtime, systemContext } from "@quietroom/services";
import { alertAdmins as alert } from "@quietroom/services/security";
import type { JobsClient } from "../client.ts";
import { eventData } from "./event-data.ts";

/** Something looked wrong about access to a studio: its admins are told, where it is serious. */
export function alertAdmins(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "alert-admins", triggers: [{ event: "security/incident-raised" }], retries: 4 },
    async ({ event, step }) => {
      const { tenantId, incidentId } = eventData("security/incident-raised", event.data);
      const context = systemContext(runtime, tenantId, "alert-admins");
      return await step.run("alert", async () => await alert(context, { incidentId }));
    },
  );
}
