import { isUuid } from "@quietroom/domain/ids";
import type { Metadata } from "next";
import { MessageLog } from "../../../features/message-log/message-log.tsx";
import { RefreshOnChange } from "../../../live/refresh-on-change.tsx";
import { staffCaller } from "../../../server/api.ts";

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
  return (
    <>
      <MessageLog log={log} />
      <RefreshOnChange />
    </>
  );
}
