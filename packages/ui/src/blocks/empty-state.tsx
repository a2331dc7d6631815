import type { ReactNode } from "react";
import { cn } from "../cn.ts";

/** A completed answer that holds nothing, and what to do about it. Never shown while loading. */
export function EmptyState({
  title,
  children,
  icon,
  actions,
  className,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
}) {
  return (
    <div
      data-slot="empty-state"
      className={cn(
        "grid justify-items-center gap-2 rounded-xl border border-line border-dashed px-6 py-12 text-center",
        className,
      )}
    >
      {icon === undefined ? null : (
        <span aria-hidden="true" className="mb-1 text-muted [&_svg]:size-6">
          {icon}
        </span>
      )}
      <p className="display text-xl">{title}</p>
      {children === undefined ? null : <div className="max-w-[46ch] text-muted">{children}</div>}
      {actions === undefined ? null : (
        <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>
      )}
    </div>
  );
}
