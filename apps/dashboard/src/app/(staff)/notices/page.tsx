import type { Metadata } from "next";
import { NoticeChoices } from "../../../features/bell/notice-choices.tsx";
import { NoticeList } from "../../../features/bell/notice-list.tsx";
import { staffCaller } from "../../../server/api.ts";

export const metadata: Metadata = { title: "Notices" };

export default async function NoticesPage() {
  const caller = await staffCaller();
  const [list, choices] = await Promise.all([caller.bell.list({}), caller.bell.choices({})]);
  return (
    <div className="grid gap-12">
      <NoticeList initial={list} />
      <NoticeChoices initial={choices} />
    </div>
  );
}
