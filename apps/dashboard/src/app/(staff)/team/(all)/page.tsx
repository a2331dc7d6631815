import { can } from "@quietroom/domain/access";
import type { Metadata } from "next";
import { RelationsView } from "../../../../features/relations/relations-view.tsx";
import { TeamList } from "../../../../features/team/team-list.tsx";
import { staffCaller } from "../../../../server/api.ts";
import { signedIn } from "../../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Team" };

/** An admin sees everyone and their accounts; a supervisor the supervision and cover of their team. */
export default async function TeamPage() {
  const caller = await staffCaller();
  const actor = await signedIn();
  const relations = await caller.relations.list({});
  const team = can(actor, "staff:manage") ? await caller.team.list({}) : null;
  return (
    <>
      {team === null ? null : <TeamList initial={team} ownId={actor.staffUserId} />}
      <RelationsView
        initial={relations}
        may={[
          ...(can(actor, "supervision:manage") ? (["supervise"] as const) : []),
          ...(can(actor, "cover:manage") ? (["cover"] as const) : []),
        ]}
      />
    </>
  );
}
