import type { Metadata } from "next";
import { NoticeList } from "../../../features/bell/notice-list.tsx";
import { staffCaller } from "../../../server/api.ts";

export const metadata: Metadata = { title: "Notices" };

export default async function NoticesPage() {
  const caller = await staffCaller();
  return <NoticeList initial={await caller.bell.list({})} />;
}
