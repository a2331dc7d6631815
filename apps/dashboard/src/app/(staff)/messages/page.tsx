import { can } from "@quietroom/domain/access";
import { isUuid } from "@quietroom/domain/ids";
import { textAccount } from "@quietroom/web/text-settings";
import { Notice } from "@quietroom/ui/blocks/notice";
import type { Metadata } from "next";
import { readEnv } from "../../../env.ts";
import { MessageLog } from "../../../features/message-log/message-log.tsx";
import { StoppedAddresses } from "../../../features/message-log/stopped-addresses.tsx";
import { RefreshOnChange } from "../../../live/refresh-on-change.tsx";
import { staffCaller } from "../../../server/api.ts";
import { signedIn } from "../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Messages" };

export default async function MessagesPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const before = (await searchParams)["before"];
  const caller = await staffCaller();
  const log = await caller.messages.log({
    before: typeof before === "string" && isUuid(before) ? before : null,
  });
  const actor = await signedIn();
  const stopped = can(actor, "client:correct") ? await caller.clients.stoppedAddresses({}) : null;
  const env = readEnv();
  const told = env.RESEND_WEBHOOK_SECRET !== undefined;
  return (
    <>
      {told ? null : (
        <Notice title="Nobody reports whether mail arrives">
          “Sent” says that the provider took a message. Whoever runs this installation can have it report what
          came back: RESEND_WEBHOOK_SECRET in .env.example says how.
        </Notice>
      )}
      {textAccount(env) === null ? (
        <Notice title="Text messages are off">
          Clients hear by email alone, also where they agreed to texts. Whoever runs this installation can
          turn them on: TWILIO_ACCOUNT_SID in .env.example says how.
        </Notice>
      ) : null}
      {stopped === null ? null : <StoppedAddresses page={stopped} />}
      <MessageLog log={log} />
      <RefreshOnChange />
    </>
  );
}
