import { Skeleton } from "@quietroom/ui/primitives/skeleton";

/** While the audit is read. */
export default function AuditLoading() {
  return (
    <div role="status" className="grid max-w-6xl gap-6">
      <span className="sr-only">Reading the audit …</span>
      <Skeleton className="h-9 w-40" />
      <Skeleton className="h-40" />
      <Skeleton className="h-96" />
    </div>
  );
}
