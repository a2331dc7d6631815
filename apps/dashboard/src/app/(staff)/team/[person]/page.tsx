import { isUuid } from "@quietroom/domain/ids";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { StaffActivity } from "../../../../features/staff-activity/staff-activity.tsx";
import { staffCaller } from "../../../../server/api.ts";
import { onlyFor } from "../../../../server/only-for.ts";
import { calendarDay } from "../../../../show/format-time.ts";

export const metadata: Metadata = { title: "What a colleague did" };

export default async function StaffActivityPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly person: string }>;
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const { person: staffUserId } = await params;
  if (!isUuid(staffUserId)) notFound();
  await onlyFor(
    "audit:view",
    async (caller) => await caller.trail.staffActivity({ staffUserId, before: null }),
  );
  const before = (await searchParams)["before"];
  const caller = await staffCaller();
  const report = await caller.trail
    .staffActivity({ staffUserId, before: typeof before === "string" && isUuid(before) ? before : null })
    .catch((error: unknown) => {
      if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
      throw error;
    });
  const { person, clients, since } = report;
  return (
    <div className="grid max-w-6xl gap-8">
      <PageHeader
        title={`What ${person.displayName} did`}
        description={`Since ${calendarDay(since, report)}, with records of ${clients === 1 ? "one client" : `${clients} clients`}.${person.active ? "" : " Their access has ended; these are the 30 days before."} Looking at this page is recorded as well.`}
      />
      <StaffActivity report={report} staffUserId={staffUserId} />
    </div>
  );
}
