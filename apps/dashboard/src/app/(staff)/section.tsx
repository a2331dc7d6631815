import type { Permission } from "@quietroom/domain/access";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { cn } from "@quietroom/ui/cn";
import type { ReactNode } from "react";
import { onlyFor, type PageQuestion } from "../../server/only-for.ts";

/** The frame of a page for those who may see it: its heading is there at once, and what its page reads follows below. */
export async function Section({
  needs,
  ask,
  title,
  description,
  className,
  children,
}: {
  readonly needs: Permission;
  readonly ask: PageQuestion;
  readonly title: string;
  readonly description: string;
  /** How wide it is. */
  readonly className: string;
  readonly children: ReactNode;
}) {
  await onlyFor(needs, ask);
  return (
    <div className={cn("grid grid-cols-[minmax(0,1fr)] gap-8", className)}>
      <PageHeader title={title} description={description} />
      {children}
    </div>
  );
}
