import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { holdSessionSeats } from "../../../features/pick-session/hold-seats.ts";
import { seatRefusalWords } from "../../../features/pick-session/seat-words.ts";
import { SessionList } from "../../../features/pick-session/session-list.tsx";
import { publicCaller } from "../../../server/api.ts";
import { loadStudio } from "../../../server/studio.ts";
import { viewerZone } from "../../../server/viewer.ts";

export const metadata: Metadata = { title: "Group sessions" };

const viewSchema = z.object({
  refused: z.string().max(40).optional().catch(undefined),
  left: z.coerce.number().int().min(1).max(200).optional().catch(undefined),
});

/** The studio's group sessions to come, and what was refused a moment ago. */
export default async function GroupsPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string }>;
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const { studio: slug } = await params;
  const studio = await loadStudio(slug);
  const { refused, left } = viewSchema.parse(await searchParams);
  const caller = await publicCaller();
  const { sessions } = await caller.groups.open({ studio: slug });
  const words = refused === undefined ? null : seatRefusalWords(refused, left ?? null, studio.phone);
  return (
    <div className="grid gap-8">
      <PageHeader
        linkAs={Link}
        title="Group sessions"
        description="Choose a session and how many of you come. Nobody sees who else is there."
      />
      {words === null ? null : (
        <Notice tone="caution" title={words.title} role="alert">
          {words.text}
        </Notice>
      )}
      <SessionList
        studio={studio}
        sessions={sessions}
        viewerZone={await viewerZone()}
        hold={holdSessionSeats.bind(null, slug)}
        asked={refused === "proof_needed" ? "work" : "nothing"}
      />
    </div>
  );
}
