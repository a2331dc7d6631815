import type { Metadata } from "next";
import { RequestBoard } from "../../../features/requests/request-board.tsx";
import { staffCaller } from "../../../server/api.ts";

export const metadata: Metadata = { title: "Requests" };

export default async function RequestsPage() {
  const caller = await staffCaller();
  const { studio } = await caller.me({});
  const board = await caller.requests.list({});
  return <RequestBoard initial={board} locale={studio.locale} />;
}
