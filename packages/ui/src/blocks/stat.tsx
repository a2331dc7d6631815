import type { ComponentProps, ReactNode } from "react";
import { cn } from "../cn.ts";

/** A row of figures, parted by hairlines. */
export function StatGroup({ className, ...props }: ComponentProps<"dl">) {
  return (
    <dl
      data-slot="stat-group"
      className={cn("flex flex-wrap gap-px overflow-hidden rounded-lg border border-line bg-line", className)}
      {...props}
    />
  );
}

/** One figure. Stands inside a StatGroup. */
export function Stat({
  label,
  value,
  detail,
}: {
  readonly label: string;
  readonly value: ReactNode;
  readonly detail?: ReactNode;
}) {
  return (
    <div data-slot="stat" className="grid min-w-33 flex-1 content-start gap-0.5 bg-raised px-4 py-3">
      <dt className="text-muted text-sm">{label}</dt>
      <dd className="display figures text-2xl">{value}</dd>
      {detail === undefined ? null : <dd className="text-muted text-xs">{detail}</dd>}
    </div>
  );
}
