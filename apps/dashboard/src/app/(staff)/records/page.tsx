import type { Metadata } from "next";
import { KeptRecords } from "../../../features/kept-records/kept-records.tsx";
import { RequestQueue } from "../../../features/kept-records/request-queue.tsx";
import { RetentionYears } from "../../../features/kept-records/retention-years.tsx";
import { staffCaller } from "../../../server/api.ts";

export const metadata: Metadata = { title: "Records" };

/** What clients ask of their records, and what becomes of records that nobody needs any more. */
export default async function RecordsPage() {
  const caller = await staffCaller();
  const requests = await caller.records.requests({});
  const kept = await caller.records.kept({});
  return (
    <>
      <RequestQueue initial={requests} />
      <KeptRecords initial={kept} />
      <RetentionYears initial={kept} />
    </>
  );
}
