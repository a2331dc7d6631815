import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "../cn.ts";

export type NoticeTone = "info" | "positive" | "caution" | "danger";

/** A message in the page. Danger interrupts a screen reader, positive waits for a pause, the others are simply read. */
export function Notice({
  tone = "info",
  title,
  action,
  className,
  children,
  ...props
}: Omit<ComponentProps<"div">, "title"> & {
  readonly tone?: NoticeTone;
  readonly title?: string;
  readonly action?: ReactNode;
}) {
  const { icon: Icon, look, role } = TONES[tone];
  return (
    <div
      data-slot="notice"
      role={role}
      className={cn(
        "flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg px-4 py-3 text-sm",
        look,
        className,
      )}
      {...props}
    >
      <Icon aria-hidden="true" className="mt-[0.12em] size-4.5 shrink-0" />
      <div className="grid min-w-[min(14rem,80%)] flex-1 gap-0.5">
        {title === undefined ? null : <p className="font-semibold">{title}</p>}
        {children === undefined ? null : <div className="text-ink">{children}</div>}
      </div>
      {action}
    </div>
  );
}

const TONES = {
  info: { icon: Info, look: "bg-info-soft text-info", role: "note" },
  positive: { icon: CircleCheck, look: "bg-positive-soft text-positive", role: "status" },
  caution: { icon: TriangleAlert, look: "bg-caution-soft text-caution", role: "note" },
  danger: { icon: CircleAlert, look: "bg-danger-soft text-danger", role: "alert" },
} satisfies Record<NoticeTone, { readonly icon: LucideIcon; readonly look: string; readonly role: string }>;
