import { can } from "@quietroom/domain/access";
import type { Metadata } from "next";
import { WaitlistBoard } from "../../../features/waitlist-board/waitlist-board.tsx";
import { staffCaller } from "../../../server/api.ts";
import { signedIn } from "../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Waitlist" };

export default async function WaitlistPage() {
  const caller = await staffCaller();
  const board = await caller.waitlist.board({});
  const figures = await caller.waitlist.figures({ days: 90 });
  const byHand = can(await signedIn(), "waitlist:manage") ? "allowed" : "not_allowed";
  return <WaitlistBoard initial={board} figures={figures} byHand={byHand} />;
}
