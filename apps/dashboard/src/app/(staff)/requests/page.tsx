import { PageHeader } from "@quietroom/ui/blocks/page-header";
import type { Metadata } from "next";
import { RequestBoard } from "../../../features/requests/request-board.tsx";
import { staffCaller } from "../../../server/api.ts";

export const metadata: Metadata = { title: "Requests" };

export default async function RequestsPage() {
  const caller = await staffCaller();
  const { studio } = await caller.me({});
  const board = await caller.requests.list({});
  return (
    <div className="grid max-w-4xl gap-8">
      <PageHeader
        title="Requests"
        description="Clients who wait for your answer: visits that you approve, and cancellations that come too late."
      />
      <RequestBoard initial={board} locale={studio.locale} />
    </div>
  );
}
