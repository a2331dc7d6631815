import { can } from "@quietroom/domain/access";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import type { Metadata } from "next";
import { WaitlistBoard } from "../../../features/waitlist-board/waitlist-board.tsx";
import { staffCaller } from "../../../server/api.ts";
import { signedIn } from "../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Waitlist" };

export default async function WaitlistPage() {
  const caller = await staffCaller();
  const board = await caller.waitlist.board({});
  const byHand = can(await signedIn(), "waitlist:manage") ? "allowed" : "not_allowed";
  return (
    <div className="grid max-w-6xl gap-8">
      <PageHeader
        title="Waitlist"
        description="Freed hours are offered by themselves, one person at a time, in this order."
      />
      <WaitlistBoard initial={board} byHand={byHand} />
    </div>
  );
}
