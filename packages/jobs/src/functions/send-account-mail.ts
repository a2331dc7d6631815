import { type Runtime, systemContext } from "@quietroom/services";
import { sendMessage } from "@quietroom/services/messages";
import type { JobsClient } from "../client.ts";
import { deliver, deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";

/** Something happened to the account of a member of staff: they are told. */
export function sendStaffMail(client: JobsClient, runtime: Runtime) {
  return tellOfAccount(client, runtime, { id: "send-staff-mail", event: "staff/mail-planned" });
}

/** Something happened to a client's account at the portal: they are told. */
export function sendClientMail(client: JobsClient, runtime: Runtime) {
  return tellOfAccount(client, runtime, { id: "send-client-mail", event: "client/mail-planned" });
}

/** The mail is a message of the ledger; its event says which. */
function tellOfAccount(
  client: JobsClient,
  runtime: Runtime,
  { id, event: name }: { readonly id: string; readonly event: "staff/mail-planned" | "client/mail-planned" },
) {
  return client.createFunction(
    { id, triggers: [{ event: name }], retries: deliveryRetries },
    async ({ event, step }) => {
      const { tenantId, mailId } = eventData(name, event.data);
      const context = systemContext(runtime, tenantId, id);
      return await deliver(step, "send", () => sendMessage(context, { notificationId: mailId }));
    },
  );
}
