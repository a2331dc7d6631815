import { Skeleton } from "@quietroom/ui/primitives/skeleton";

/** While the documents are read. */
export default function LegalLoading() {
  return (
    <div role="status" className="grid max-w-5xl gap-6">
      <span className="sr-only">Reading the documents …</span>
      <Skeleton className="h-9 w-56" />
      <Skeleton className="h-32" />
      <Skeleton className="h-32" />
    </div>
  );
}
