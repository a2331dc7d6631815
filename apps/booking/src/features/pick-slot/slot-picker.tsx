"use client";

import type { PublicOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { addDays, instant, type LocalDate, localDate } from "@quietroom/domain/time";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { MonthStrip } from "@quietroom/ui/blocks/month-strip";
import { Notice } from "@quietroom/ui/blocks/notice";
import { TimeButton, TimeGroup } from "@quietroom/ui/blocks/time-button";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "../../live/trpc.tsx";
import { type Clocks, clocksOf } from "../../show/clocks-of.ts";
import {
  calendarDate,
  clocksDiffer,
  daypartOf,
  groupByLocalDay,
  timeOfDay,
  zoneShortName,
} from "../../show/format-time.ts";
import type { Choice } from "./choice.ts";
import { PatientLink } from "../../show/patient-link.tsx";
import { noTimesWords } from "./no-times-words.ts";
import { leadingBlanks, monthOf, nearestTo, neighbour } from "./month.ts";

type Slots = PublicOutput["slots"]["list"];

export type SlotPickerProps = {
  readonly studio: string;
  readonly serviceId: string;
  readonly choice: Choice;
  /** The manage link of the visit that is to be moved: its own time counts as free. */
  readonly moving?: string;
  readonly from: LocalDate;
  readonly days: number;
  readonly initial: Slots;
  readonly month: string;
  readonly date: LocalDate | null;
  readonly viewerZone: string | null;
  readonly locale: string;
  /** The studio's, for when it is too late to book online. */
  readonly phone: string;
  /** Why the date that the address names has no times; null when it has some, or none is named. */
  readonly dateBecause: Slots["noneBecause"];
  /** The page without month and day: `&month=` and `&date=` are added to it. */
  readonly href: string;
  readonly waitlistHref: string;
  readonly hold: (form: FormData) => Promise<void>;
};

/**
 * A month of days and one day's times. It arrives complete from the server and works as links and forms; with JavaScript
 * it asks again every half minute, so that a time someone else took goes away while the visitor is still choosing.
 */
export function SlotPicker(props: SlotPickerProps) {
  const trpc = useTRPC();
  const { data, isError } = useQuery(
    trpc.slots.list.queryOptions(
      {
        studio: props.studio,
        choice: {
          serviceId: asId(props.serviceId),
          practitionerId: props.choice.practitionerId === null ? null : asId(props.choice.practitionerId),
          mode: props.choice.mode,
          locationId: asId(props.choice.locationId),
          durationMin: props.choice.durationMin ?? undefined,
        },
        from: props.from,
        days: props.days,
        ...(props.moving === undefined ? {} : { moving: props.moving }),
      },
      { initialData: props.initial, refetchInterval: 30_000, refetchOnWindowFocus: true },
    ),
  );
  const clocks = clocksOf(props.choice.mode, data.timeZone, props.viewerZone);
  const zone = clocks.first;
  const days = groupByLocalDay(data.starts, zone);
  const date = props.date !== null && days.has(props.date) ? props.date : firstOf(days, props.month);
  const times = date === null ? [] : (days.get(date) ?? []);
  return (
    <div className="grid items-start gap-10 md:grid-cols-[minmax(0,23rem)_minmax(0,1fr)] md:gap-12">
      <Days {...props} data={data} zone={zone} byDay={days} selected={date} />
      <div className="grid gap-6">
        {isError ? (
          <Notice tone="caution" title="These times may be out of date">
            We could not check them just now. Choosing one checks it again.
          </Notice>
        ) : null}
        {props.dateBecause === null || props.date === null || days.has(props.date) ? null : (
          <Notice
            title={`No times on ${calendarDate(props.date, props.locale, { weekday: "long", day: "numeric", month: "long" })}`}
          >
            {noTimesWords(props.dateBecause, props.phone)}
          </Notice>
        )}
        {date === null ? (
          <NoTimes {...props} data={data} zone={zone} beside={[...days.keys()]} />
        ) : (
          <Times {...props} zone={zone} clocks={clocks} date={date} times={times} />
        )}
      </div>
    </div>
  );
}

type Shown = SlotPickerProps & { readonly data: Slots; readonly zone: string };

function Days({
  data,
  zone,
  byDay,
  selected,
  month: monthKey,
  locale,
  href,
}: Shown & {
  readonly byDay: ReadonlyMap<LocalDate, readonly number[]>;
  readonly selected: LocalDate | null;
}) {
  const month = monthOf(`${monthKey}-01`);
  const { weekStart } = data;
  const today = localDate(instant(data.now), zone);
  const back = neighbour(month, "before");
  const on = neighbour(month, "after");
  const turn = (key: string) => ({
    href: `${href}&month=${key}`,
    label: calendarDate(`${key}-01`, locale, { month: "long", year: "numeric" }),
  });
  return (
    <MonthStrip
      heading={calendarDate(month.first, locale, { month: "long", year: "numeric" })}
      weekdays={Array.from({ length: 7 }, (_, index) => {
        const day = addDays("2023-01-01", weekStart + index); // a Sunday
        return {
          short: calendarDate(day, locale, { weekday: "narrow" }),
          long: calendarDate(day, locale, { weekday: "long" }),
        };
      })}
      leadingBlanks={leadingBlanks(month, weekStart)}
      days={month.days.map((day) => ({
        date: day,
        day: String(Number(day.slice(8))),
        label: calendarDate(day, locale, { weekday: "long", day: "numeric", month: "long" }),
        count: byDay.get(day)?.length ?? 0,
        href: `${href}&month=${monthKey}&date=${day}#times`,
      }))}
      selected={selected ?? undefined}
      today={today}
      previous={back >= today.slice(0, 7) ? turn(back) : undefined}
      next={on <= data.lastDate.slice(0, 7) ? turn(on) : undefined}
      linkAs={PatientLink}
    />
  );
}

function Times({
  zone,
  clocks: { second, whoseSecond },
  date,
  times,
  locale,
  choice,
  serviceId,
  hold,
  waitlistHref,
}: Omit<Shown, "data"> & {
  readonly clocks: Clocks;
  readonly date: LocalDate;
  readonly times: readonly number[];
}) {
  const parts = ["Morning", "Afternoon", "Evening"] as const;
  const repeated = times.filter((start) =>
    times.some(
      (other) => other !== start && timeOfDay(other, zone, locale) === timeOfDay(start, zone, locale),
    ),
  );
  const first = times[0];
  return (
    <section id="times" aria-labelledby="times-heading" className="grid scroll-mt-6 gap-6">
      <div className="grid gap-1">
        <h2 id="times-heading" className="display text-xl">
          {calendarDate(date, locale, { weekday: "long", day: "numeric", month: "long" })}
        </h2>
        <p className="text-muted text-sm" role="status">
          {times.length === 1 ? "1 free time" : `${times.length} free times`}
          {first === undefined ? "" : ` (${zoneShortName(first, zone, locale)})`}
          {first !== undefined && clocksDiffer(first, zone, second)
            ? `; below each stands ${whoseSecond}`
            : ""}
        </p>
      </div>
      <form action={hold} className="grid gap-6">
        <input type="hidden" name="serviceId" value={serviceId} />
        <input type="hidden" name="practitionerId" value={choice.practitionerId ?? ""} />
        <input type="hidden" name="mode" value={choice.mode} />
        <input type="hidden" name="locationId" value={choice.locationId} />
        <input type="hidden" name="durationMin" value={choice.durationMin ?? ""} />
        {parts.map((part) => {
          const starts = times.filter((start) => daypartOf(instant(start), zone) === part);
          if (starts.length === 0) return null;
          return (
            <TimeGroup key={part} heading={part}>
              {starts.map((start) => (
                <TimeButton
                  key={start}
                  name="startsAt"
                  value={start}
                  detail={
                    clocksDiffer(start, zone, second)
                      ? `${timeOfDay(start, second, locale)} ${zoneShortName(start, second, locale)}`
                      : repeated.includes(start)
                        ? zoneShortName(start, zone, locale)
                        : undefined
                  }
                >
                  {timeOfDay(start, zone, locale)}
                </TimeButton>
              ))}
            </TimeGroup>
          );
        })}
      </form>
      <p className="text-muted text-sm">
        Nothing that suits?{" "}
        <Link className="text-accent underline underline-offset-4" href={waitlistHref}>
          Join the waitlist
        </Link>{" "}
        and we will offer you an hour that frees up.
      </p>
    </section>
  );
}

function NoTimes({
  data,
  zone,
  month,
  beside,
  locale,
  href,
  waitlistHref,
  phone,
}: Shown & {
  /** Days with times that were asked for with the month and lie beside it. */
  readonly beside: readonly LocalDate[];
}) {
  const next = data.nextAvailable;
  const nextDate = next === null ? nearestTo(monthOf(`${month}-01`), beside) : localDate(instant(next), zone);
  return (
    <EmptyState
      title="No free times this month"
      actions={
        <>
          {nextDate === null ? null : (
            <Button asChild>
              <PatientLink href={`${href}&month=${nextDate.slice(0, 7)}&date=${nextDate}`}>
                Go to {calendarDate(nextDate, locale, { weekday: "short", day: "numeric", month: "long" })}
              </PatientLink>
            </Button>
          )}
          <Button asChild variant={nextDate === null ? "primary" : "secondary"}>
            <Link href={waitlistHref}>Join the waitlist</Link>
          </Button>
        </>
      }
    >
      {data.noneBecause === null ? "" : `${noTimesWords(data.noneBecause, phone)} `}
      {nextDate === null
        ? "Hours do free up: on the waitlist you are offered one first."
        : "The nearest free time is in another month. Or join the waitlist and be offered an hour that frees up."}
    </EmptyState>
  );
}

function firstOf(days: ReadonlyMap<LocalDate, readonly number[]>, month: string): LocalDate | null {
  return [...days.keys()].filter((day) => day.startsWith(month)).toSorted()[0] ?? null;
}
