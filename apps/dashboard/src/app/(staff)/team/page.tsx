import { PageHeader } from "@quietroom/ui/blocks/page-header";
import type { Metadata } from "next";
import { TeamList } from "../../../features/team/team-list.tsx";
import { staffCaller } from "../../../server/api.ts";
import { signedIn } from "../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage() {
  const caller = await staffCaller();
  const { staffUserId } = await signedIn();
  return (
    <div className="grid max-w-6xl gap-8">
      <PageHeader title="Team" description="Who works here, and how their accounts are secured." />
      <TeamList initial={await caller.team.list({})} ownId={staffUserId} />
    </div>
  );
}
