import { Check } from "lucide-react";
import { cn } from "../cn.ts";
import type { LinkAs } from "../link-as.ts";

export type Step = {
  readonly label: string /** Where a finished step can be changed. */;
  readonly href?: string;
};

/** Where someone is in a flow. `current` counts from 0; steps before it are done. On a phone: one line and a bar. */
export function StepTrail({
  steps,
  current,
  label = "Progress",
  linkAs: Link = "a",
  className,
}: {
  readonly steps: readonly Step[];
  readonly current: number;
  readonly label?: string;
  readonly linkAs?: LinkAs;
  readonly className?: string;
}) {
  return (
    <nav aria-label={label} data-slot="step-trail" className={className}>
      <p aria-hidden="true" className="mb-2 flex items-baseline justify-between gap-3 text-sm sm:hidden">
        <span className="font-medium">{steps[current]?.label}</span>
        <span className="figures text-muted">
          {current + 1} of {steps.length}
        </span>
      </p>
      <ol className="flex gap-1.5 sm:gap-4">
        {steps.map((step, index) => (
          <li
            key={step.label}
            aria-current={index === current ? "step" : undefined}
            className="min-w-0 flex-1"
          >
            <span
              aria-hidden="true"
              className={cn("block h-0.75 rounded-full", index <= current ? "bg-accent" : "bg-line")}
            />
            <span
              className={cn(
                "mt-2 flex items-center gap-1.5 text-sm max-sm:sr-only",
                index === current ? "font-medium text-ink" : "text-muted",
              )}
            >
              {index < current ? (
                <Check aria-hidden="true" className="size-3.5 shrink-0 text-accent" />
              ) : null}
              {index < current && step.href !== undefined ? (
                <Link
                  href={step.href}
                  className="truncate underline decoration-line underline-offset-4 hover:text-accent hover:decoration-current"
                >
                  {step.label}
                </Link>
              ) : (
                <span className="truncate">{step.label}</span>
              )}
              {index < current ? <span className="sr-only"> (done)</span> : null}
            </span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
