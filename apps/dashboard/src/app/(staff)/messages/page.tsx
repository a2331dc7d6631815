import { isUuid } from "@quietroom/domain/ids";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
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
    <div className="grid max-w-6xl gap-8">
      <PageHeader
        title="Messages"
        description="What was planned and sent, and what became of it. What they said is not kept."
      />
      <MessageLog log={log} />
      <RefreshOnChange />
    </div>
  );
}
