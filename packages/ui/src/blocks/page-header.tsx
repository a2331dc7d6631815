import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../cn.ts";
import type { LinkAs } from "../link-as.ts";

/** The one <h1> of a page, with what can be done there. */
export function PageHeader({
  title,
  description,
  actions,
  back,
  linkAs: Link = "a",
  className,
}: {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly back?: { readonly href: string; readonly label: string };
  readonly linkAs?: LinkAs;
  readonly className?: string;
}) {
  return (
    <header
      data-slot="page-header"
      className={cn("flex flex-wrap items-end justify-between gap-x-8 gap-y-4", className)}
    >
      <div className="grid min-w-0 gap-1.5">
        {back === undefined ? null : (
          <Link
            href={back.href}
            className="-ml-1 flex w-fit items-center gap-1.5 rounded-xs px-1 py-1 text-muted text-sm hover:text-accent"
          >
            <ArrowLeft aria-hidden="true" className="size-4" />
            {back.label}
          </Link>
        )}
        <h1 className="display compact:text-2xl text-3xl">{title}</h1>
        {description === undefined ? null : <div className="max-w-[62ch] text-muted">{description}</div>}
      </div>
      {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
