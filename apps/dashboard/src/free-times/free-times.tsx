import { instant, type LocalDate, localDate } from "@quietroom/domain/time";
import { Notice } from "@quietroom/ui/blocks/notice";
import { TimeButton } from "@quietroom/ui/blocks/time-button";
import { Button } from "@quietroom/ui/primitives/button";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { dateTime, type StudioClock, timeOfDay } from "../show/format-time.ts";

/** The free times of one date to choose from; where it has none, the way to the next date that has. */
export function FreeTimes({
  times,
  clock,
  chosen = null,
  disabled = false,
  onChoose,
  onDate,
}: {
  /** As a query has them. `next` is the first free time after a date that has none. */
  readonly times: {
    readonly isPending: boolean;
    readonly isError: boolean;
    readonly data?: { readonly starts: readonly number[]; readonly next: number | null } | undefined;
  };
  readonly clock: StudioClock;
  readonly chosen?: number | null;
  readonly disabled?: boolean;
  readonly onChoose: (startsAt: number) => void;
  readonly onDate: (date: LocalDate) => void;
}) {
  const { isPending, isError, data } = times;
  if (isPending) return <Skeleton className="h-12" />;
  if (isError || data === undefined) {
    return (
      <Notice tone="caution">Free times could not be looked up. A time can be typed all the same.</Notice>
    );
  }
  const { starts, next } = data;
  if (starts.length > 0) {
    return (
      <div className="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-2" aria-busy={disabled}>
        {starts.map((startsAt) => (
          <TimeButton
            key={startsAt}
            type="button"
            disabled={disabled}
            aria-pressed={chosen === null ? undefined : chosen === startsAt}
            className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
            onClick={() => onChoose(startsAt)}
          >
            {timeOfDay(startsAt, clock)}
          </TimeButton>
        ))}
      </div>
    );
  }
  if (next === null)
    return <p className="text-muted">Nothing free on that date, nor in the half year after it.</p>;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <p className="text-muted">
        Nothing free on that date. Next free: <span className="figures">{dateTime(next, clock)}</span>.
      </p>
      <Button
        type="button"
        size="sm"
        variant="secondary"
        onClick={() => onDate(localDate(instant(next), clock.timeZone))}
      >
        Go to that day
      </Button>
    </div>
  );
}
