import { ChevronLeft, ChevronRight } from "lucide-react";
import { cn } from "../cn.ts";
import type { LinkAs } from "../link-as.ts";

export type MonthDay = {
  /** Local date, "YYYY-MM-DD". */
  readonly date: string;
  /** Drawn in the cell: "14". */
  readonly day: string;
  /** Read aloud: "Monday 14 March". */
  readonly label: string;
  /** How many times are free. 0 is drawn as not available. */
  readonly count: number;
  readonly href: string;
};

type Turn = { readonly href: string; readonly label: string };

/**
 * Days with their free times, a week a row. Days are links (with JavaScript off, too); days without times are text. Each
 * link tells its count aloud; the bars under a number show it: one, two, or three and more.
 */
export function MonthStrip({
  heading,
  weekdays,
  leadingBlanks,
  days,
  selected,
  today,
  previous,
  next,
  linkAs: Link = "a",
  className,
}: {
  /** "March 2026". */
  readonly heading: string;
  /** Seven short names, in the order of the week's columns. */
  readonly weekdays: readonly { readonly short: string; readonly long: string }[];
  /** Empty cells before the first day, 0 to 6. */
  readonly leadingBlanks: number;
  readonly days: readonly MonthDay[];
  /** Local dates, "YYYY-MM-DD". */
  readonly selected?: string | undefined;
  readonly today?: string | undefined;
  readonly previous?: Turn | undefined;
  readonly next?: Turn | undefined;
  readonly linkAs?: LinkAs;
  readonly className?: string;
}) {
  return (
    <nav
      aria-label={`Days in ${heading}`}
      data-slot="month-strip"
      className={cn("grid content-start gap-3", className)}
    >
      <div className="flex items-center justify-between gap-3">
        <h2 className="display text-xl">{heading}</h2>
        <div className="flex">
          <TurnLink turn={previous} direction="back" linkAs={Link} />
          <TurnLink turn={next} direction="on" linkAs={Link} />
        </div>
      </div>
      <Weekdays weekdays={weekdays} />
      <ol className="grid grid-cols-7 gap-1 sm:gap-1.5">
        {days.map((day, index) => (
          <li key={day.date} className={index === 0 ? FIRST_COLUMN[leadingBlanks] : undefined}>
            <DayCell day={day} selected={day.date === selected} today={day.date === today} linkAs={Link} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

const FIRST_COLUMN = [
  "col-start-1",
  "col-start-2",
  "col-start-3",
  "col-start-4",
  "col-start-5",
  "col-start-6",
  "col-start-7",
];

function Weekdays({
  weekdays,
}: {
  readonly weekdays: readonly { readonly short: string; readonly long: string }[];
}) {
  return (
    <div aria-hidden="true" className="grid grid-cols-7 gap-1 text-center text-muted text-xs sm:gap-1.5">
      {weekdays.map((weekday) => (
        <span key={weekday.long}>{weekday.short}</span>
      ))}
    </div>
  );
}

const CELL =
  "relative flex h-13 flex-col items-center justify-center gap-1 rounded-md font-medium leading-none sm:h-15";

function DayCell({
  day,
  selected,
  today,
  linkAs: Link,
}: {
  readonly day: MonthDay;
  readonly selected: boolean;
  readonly today: boolean;
  readonly linkAs: LinkAs;
}) {
  const number = (
    <span
      aria-hidden="true"
      className={cn("figures", today && "underline decoration-2 decoration-current underline-offset-4")}
    >
      {day.day}
    </span>
  );
  if (day.count === 0) {
    return (
      <span className={cn(CELL, "font-normal text-muted")}>
        {number}
        <span className="sr-only">{day.label}, no times</span>
        <span aria-hidden="true" className="h-1" />
      </span>
    );
  }
  return (
    <Link
      href={day.href}
      aria-current={selected ? "date" : undefined}
      className={cn(
        CELL,
        "border border-line bg-raised text-ink shadow-xs transition-colors duration-150 hover:border-accent hover:bg-accent-soft hover:text-accent aria-[current=date]:border-accent aria-[current=date]:bg-accent aria-[current=date]:text-accent-ink",
      )}
    >
      {number}
      <span className="sr-only">
        {day.label}, {day.count === 1 ? "1 time" : `${day.count} times`}
      </span>
      <span aria-hidden="true" className="flex h-1 gap-0.5">
        {Array.from({ length: Math.min(day.count, 3) }, (_, index) => (
          <span key={index} className="h-0.75 w-1.75 rounded-full bg-current opacity-70" />
        ))}
      </span>
    </Link>
  );
}

function TurnLink({
  turn,
  direction,
  linkAs: Link,
}: {
  readonly turn: Turn | undefined;
  readonly direction: "back" | "on";
  readonly linkAs: LinkAs;
}) {
  const Icon = direction === "back" ? ChevronLeft : ChevronRight;
  if (turn === undefined) {
    return (
      <span aria-hidden="true" className="grid size-11 place-content-center text-line-strong opacity-50">
        <Icon className="size-5" />
      </span>
    );
  }
  return (
    <Link
      href={turn.href}
      aria-label={turn.label}
      className="grid size-11 place-content-center rounded-md text-ink hover:bg-sunken hover:text-accent"
    >
      <Icon aria-hidden="true" className="size-5" />
    </Link>
  );
}
