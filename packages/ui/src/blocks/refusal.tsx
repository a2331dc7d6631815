import { DoorClosed } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../cn.ts";

/**
 * An answer of "no" that still leads somewhere: what happened, why, and the next steps as buttons or links. As a "page"
 * it carries the <h1>; as a "card" it sits inside one.
 */
export function Refusal({
  title,
  children,
  actions,
  icon,
  reference,
  layout = "page",
  className,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly actions: ReactNode;
  readonly icon?: ReactNode;
  /** A request id to quote to the studio. */
  readonly reference?: string | undefined;
  readonly layout?: "page" | "card";
  readonly className?: string;
}) {
  const Heading = layout === "page" ? "h1" : "h2";
  return (
    <section
      data-slot="refusal"
      className={cn(
        layout === "page"
          ? "mx-auto grid max-w-xl gap-6 py-[clamp(2rem,10vh,7rem)]"
          : "grid gap-4 rounded-xl border border-line bg-raised p-6",
        className,
      )}
    >
      <span
        aria-hidden="true"
        className={cn(
          "text-accent",
          layout === "page" ? "[&_svg]:size-9 [&_svg]:stroke-[1.25]" : "[&_svg]:size-6",
        )}
      >
        {icon ?? <DoorClosed />}
      </span>
      <div className="grid gap-2.5">
        <Heading className={cn("display", layout === "page" ? "text-3xl" : "text-xl")}>{title}</Heading>
        <div className="grid max-w-[58ch] gap-3 text-muted">{children}</div>
      </div>
      <div className="flex flex-wrap gap-2.5">{actions}</div>
      {reference === undefined ? null : (
        <p className="figures border-line border-t pt-4 text-muted text-xs">Reference {reference}</p>
      )}
    </section>
  );
}
