import { isUuid } from "@quietroom/domain/ids";
import type { Metadata } from "next";
import { DeadLetters } from "../../../features/background-work/dead-letters.tsx";
import { FailedMessages } from "../../../features/background-work/failed-messages.tsx";
import { WorkStanding } from "../../../features/background-work/work-standing.tsx";
import { staffCaller } from "../../../server/api.ts";

export const metadata: Metadata = { title: "Background work" };

/** How the studio's background work stands, for its admins (INFRA-10). */
export default async function BackgroundWorkPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | readonly string[] | undefined>>;
}) {
  const asked = (await searchParams)["before"];
  const before = typeof asked === "string" && isUuid(asked) ? asked : null;
  const caller = await staffCaller();
  const work = await caller.backgroundWork.view({});
  const letters = await caller.backgroundWork.deadLetters({ before });
  return (
    <>
      <WorkStanding initial={work} />
      <DeadLetters key={before} before={before} initial={letters} />
      <FailedMessages initial={work} />
    </>
  );
}
