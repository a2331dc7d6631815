"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { addDays, instant, type LocalDate, localDate } from "@quietroom/domain/time";
import { Avatar } from "@quietroom/ui/blocks/avatar";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Notice } from "@quietroom/ui/blocks/notice";
import { cn } from "@quietroom/ui/cn";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useState } from "react";
import { LiveStatus } from "../../live/live-changes.tsx";
import { useTRPC } from "../../live/trpc.tsx";
import { calendarDate, type StudioClock, timeOfDay } from "../../show/format-time.ts";
import { GoingMark } from "../../show/going-mark.tsx";
import { DayAgenda } from "./day-agenda.tsx";
import { DayColumn } from "./day-column.tsx";
import { lasting, startingAt } from "./grid-classes.ts";
import { isHeldBy } from "./is-held-by.ts";
import { hoursShown } from "./lay-out.ts";
import { type CalendarPlace, daysOf, placeHref, step } from "./range.ts";

type Range = StaffOutput["calendar"]["range"];

/** The studio's day or week, practitioners side by side, current by itself. On a phone: the day as a list. */
export function CalendarView({
  place,
  weekStart,
  initial,
  newVisit,
}: {
  readonly place: CalendarPlace;
  readonly weekStart: number;
  readonly initial: Range;
  /** The way to book a visit; null for whoever books none. */
  readonly newVisit: ReactNode;
}) {
  const trpc = useTRPC();
  const days = daysOf(place, weekStart);
  const from = days[0] ?? place.date;
  const until = addDays(days.at(-1) ?? place.date, 1);
  const { data, isError } = useQuery(
    trpc.calendar.range.queryOptions({ from, until }, { initialData: initial, refetchInterval: 60_000 }),
  );
  const open = useOpenAppointment(data.appointments);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const people = data.practitioners.filter((person) => !hidden.has(person.id));
  const clock: StudioClock = { timeZone: data.timeZone, locale: data.locale };
  const today = localDate(instant(data.now), data.timeZone);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        {newVisit}
        <Link href="/groups" className="inline-flex min-h-6 w-fit items-center underline underline-offset-2">
          Group sessions
        </Link>
      </div>
      <Toolbar place={place} days={days} today={today} clock={clock} />
      {isError ? (
        <Notice tone="caution" title="The calendar could not be refreshed">
          What you see may be out of date. It is tried again by itself.
        </Notice>
      ) : null}
      {data.practitioners.length === 0 ? (
        <EmptyState title="No practitioners yet">
          Add a practitioner and their weekly hours to see a calendar.
        </EmptyState>
      ) : (
        <>
          <PeopleFilter people={data.practitioners} hidden={hidden} onChange={setHidden} />
          <div className="hidden min-w-0 md:block">
            <Grid data={data} people={people} days={days} today={today} clock={clock} onOpen={open} />
          </div>
          <div className="grid gap-6 md:hidden">
            {days.map((date) => (
              <DayAgenda
                key={date}
                date={date}
                data={data}
                people={people}
                clock={clock}
                today={today}
                onOpen={open}
              />
            ))}
          </div>
        </>
      )}
    </div>
  );
}

/**
 * Opening a visit puts its id in the address, so that a reload or a colleague's link shows the same. A group session opens where its
 * seats are.
 */
function useOpenAppointment(appointments: Range["appointments"]): (id: string) => void {
  const router = useRouter();
  const search = useSearchParams();
  return (id) => {
    if (appointments.some((one) => one.id === id && one.capacity !== null)) {
      router.push(`/groups?open=${id}`);
      return;
    }
    const next = new URLSearchParams(search);
    next.set("open", id);
    router.replace(`/calendar?${next}`, { scroll: false });
  };
}

function Toolbar({
  place,
  days,
  today,
  clock,
}: {
  readonly place: CalendarPlace;
  readonly days: readonly LocalDate[];
  readonly today: LocalDate;
  readonly clock: StudioClock;
}) {
  const first = days[0] ?? place.date;
  const last = days.at(-1) ?? place.date;
  const title =
    place.view === "day"
      ? calendarDate(first, clock.locale, { weekday: "long", day: "numeric", month: "long", year: "numeric" })
      : `${calendarDate(first, clock.locale, { day: "numeric", month: "long" })} – ${calendarDate(last, clock.locale, { day: "numeric", month: "long", year: "numeric" })}`;
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div className="flex items-center gap-2">
        <h1 className="display text-2xl">{title}</h1>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <LiveStatus />
        <nav aria-label="Calendar" className="flex items-center gap-2">
          <Button asChild size="icon" variant="secondary">
            <Link
              href={placeHref(step(place, -1))}
              aria-label={place.view === "day" ? "Day before" : "Week before"}
            >
              <GoingMark>
                <ChevronLeft aria-hidden="true" />
              </GoingMark>
            </Link>
          </Button>
          <Button asChild variant="secondary">
            <Link href={placeHref({ ...place, date: today })} className="relative">
              Today
              <GoingMark className="absolute right-0.5 size-3.5" />
            </Link>
          </Button>
          <Button asChild size="icon" variant="secondary">
            <Link
              href={placeHref(step(place, 1))}
              aria-label={place.view === "day" ? "Day after" : "Week after"}
            >
              <GoingMark>
                <ChevronRight aria-hidden="true" />
              </GoingMark>
            </Link>
          </Button>
          {(["day", "week"] as const).map((view) => (
            <Button key={view} asChild variant={place.view === view ? "primary" : "quiet"}>
              <Link
                href={placeHref({ ...place, view })}
                aria-current={place.view === view ? "true" : undefined}
                className="relative"
              >
                {view === "day" ? "Day" : "Week"}
                <GoingMark className="absolute right-0.5 size-3.5" />
              </Link>
            </Button>
          ))}
        </nav>
      </div>
    </header>
  );
}

function PeopleFilter({
  people,
  hidden,
  onChange,
}: {
  readonly people: Range["practitioners"];
  readonly hidden: ReadonlySet<string>;
  readonly onChange: (hidden: ReadonlySet<string>) => void;
}) {
  if (people.length < 2) return null;
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Practitioners shown</legend>
      {people.map((person) => {
        const shown = !hidden.has(person.id);
        return (
          <button
            key={person.id}
            type="button"
            aria-pressed={shown}
            onClick={() => {
              const next = new Set(hidden);
              if (shown) next.add(person.id);
              else next.delete(person.id);
              onChange(next);
            }}
            className={cn(
              "flex min-h-8 items-center gap-2 rounded-full border py-0.5 pr-3 pl-1 text-sm pointer-coarse:min-h-11",
              shown ? "border-line-strong bg-raised" : "border-line text-muted line-through",
            )}
          >
            <Avatar name={person.displayName} seed={person.id} size="sm" />
            {person.displayName}
          </button>
        );
      })}
    </fieldset>
  );
}

function Grid({
  data,
  people,
  days,
  today,
  clock,
  onOpen,
}: {
  readonly data: Range;
  readonly people: Range["practitioners"];
  readonly days: readonly LocalDate[];
  readonly today: LocalDate;
  readonly clock: StudioClock;
  readonly onOpen: (id: string) => void;
}) {
  const hours = hoursShown(
    [...data.openHours.map((open) => ({ startsAt: open.start, endsAt: open.end })), ...data.appointments],
    days,
    clock.timeZone,
  );
  const narrow = days.length > 1 && people.length > 1;
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-raised">
      <div className={cn("flex", narrow && `cal-narrow cal-days-${days.length} cal-people-${people.length}`)}>
        <div aria-hidden="true" className="w-14 shrink-0 pt-15">
          <div className={cn("relative", lasting((hours[1] - hours[0]) * 60))}>
            {Array.from({ length: hours[1] - hours[0] }, (_, index) => (
              <span
                key={index}
                className={cn(
                  "figures -translate-y-1/2 absolute right-2 text-muted text-xs first:hidden",
                  startingAt(index * 60),
                )}
              >
                {hourLabel(hours[0] + index, clock.locale)}
              </span>
            ))}
          </div>
        </div>
        {days.map((date) => (
          <section
            key={date}
            aria-label={calendarDate(date, clock.locale, { weekday: "long", day: "numeric", month: "long" })}
            className="min-w-0 flex-1 border-line-strong/40 border-l"
          >
            <div className="grid h-15 content-center border-line border-b">
              {days.length > 1 ? (
                <p
                  className={cn(
                    "px-2 text-center text-sm",
                    date === today ? "font-semibold text-accent" : "text-muted",
                  )}
                >
                  <Link href={placeHref({ view: "day", date })} className="hover:underline">
                    {calendarDate(date, clock.locale, { weekday: "short", day: "numeric" })}
                  </Link>
                </p>
              ) : null}
              <div className="flex">
                {people.map((person) => (
                  <p
                    key={person.id}
                    className="min-w-0 flex-1 truncate px-1 text-center text-muted text-xs"
                    title={person.displayName}
                  >
                    {days.length > 1 ? firstName(person.displayName) : person.displayName}
                  </p>
                ))}
              </div>
            </div>
            <div className="flex">
              {people.map((person) => (
                <DayColumn
                  key={person.id}
                  label={`${person.displayName}, ${calendarDate(date, clock.locale, { weekday: "long", day: "numeric", month: "long" })}`}
                  date={date}
                  hours={hours}
                  openHours={data.openHours.filter((open) => open.practitionerId === person.id)}
                  busyElsewhere={data.busyElsewhere.filter((busy) => busy.practitionerId === person.id)}
                  appointments={data.appointments.filter((one) => isHeldBy(one, person.id))}
                  clock={clock}
                  now={data.now}
                  onOpen={onOpen}
                  {...(narrow ? { compact: true } : {})}
                />
              ))}
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}

function hourLabel(hour: number, locale: string): string {
  const at = hour * 3_600_000;
  const label = new Intl.DateTimeFormat(locale, { hour: "numeric", timeZone: "UTC" });
  const isBare = hour % 12 === 0 && label.resolvedOptions().hour12 === true; // "12 AM" (ec-L6)
  return isBare ? timeOfDay(at, { timeZone: "UTC", locale }).replace(":00", "") : label.format(at);
}

function firstName(name: string): string {
  return name.split(" ").find((word) => !word.endsWith(".")) ?? name;
}
