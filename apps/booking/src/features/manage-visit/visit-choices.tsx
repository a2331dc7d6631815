import { Button } from "@quietroom/ui/primitives/button";
import { CalendarPlus } from "lucide-react";
import Link from "next/link";
import { longDate, timeOfDay } from "../../show/format-time.ts";
import { type Studio, telephone } from "../../studio/studio-frame.tsx";

type Visit = {
  readonly status: string;
  readonly mode: "in_person" | "telehealth";
  readonly timeZone: string;
  readonly cancelDeadline: number;
  readonly canCancel: boolean;
  readonly canReschedule: boolean;
};

/** What a client may still do with a visit, and until when; by its link or signed in, the same. */
export function VisitChoices({
  studio,
  visit,
  zone,
  here,
  calendarHref,
}: {
  readonly studio: Studio;
  readonly visit: Visit;
  readonly zone: string | null;
  /** The visit's own page, below which it is moved and cancelled. */
  readonly here: string;
  readonly calendarHref: string | null;
}) {
  const own = visit.mode === "telehealth" ? (zone ?? visit.timeZone) : visit.timeZone;
  if (visit.status === "cancelled") {
    return (
      <div className="flex flex-wrap gap-2.5">
        <Button asChild>
          <Link href={`/${studio.slug}`}>Book another time</Link>
        </Button>
      </div>
    );
  }
  return (
    <>
      <div className="flex flex-wrap gap-2.5 empty:hidden">
        {calendarHref === null ? null : (
          <Button asChild variant="secondary">
            <a href={calendarHref}>
              <CalendarPlus aria-hidden="true" />
              Add to calendar
            </a>
          </Button>
        )}
        {visit.canReschedule ? (
          <Button asChild variant="secondary">
            <Link href={`${here}/reschedule`} prefetch={false}>
              Move to another time
            </Link>
          </Button>
        ) : null}
        {visit.canCancel ? (
          <Button asChild variant="quiet">
            <Link href={`${here}/cancel`} prefetch={false}>
              Cancel this visit
            </Link>
          </Button>
        ) : null}
      </div>
      <section aria-labelledby="policy" className="grid gap-2 border-line border-t pt-6">
        <h2 id="policy" className="font-medium">
          If you need to cancel
        </h2>
        <p className="figures">
          {visit.canCancel
            ? `You can cancel or move it here until ${timeOfDay(visit.cancelDeadline, own, studio.locale)} on ${longDate(visit.cancelDeadline, own, studio.locale)}.`
            : `It can no longer be changed online. Please call ${studio.phone}.`}
        </p>
        <p className="text-muted">{studio.cancellationPolicy}</p>
        {visit.canCancel ? null : (
          <p>
            <Button asChild>
              <a href={`tel:${telephone(studio.phone)}`}>Call {studio.phone}</a>
            </Button>
          </p>
        )}
      </section>
    </>
  );
}
