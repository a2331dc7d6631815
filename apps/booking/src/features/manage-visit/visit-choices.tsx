import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { CalendarPlus } from "lucide-react";
import Link from "next/link";
import { clocksOf } from "../../show/clocks-of.ts";
import { longDate, timeOfDay } from "../../show/format-time.ts";
import { type Studio, telephone } from "../../studio/studio-frame.tsx";

type Visit = {
  readonly status: string;
  readonly mode: "in_person" | "telehealth";
  readonly timeZone: string;
  readonly cancelDeadline: number;
  /** The words of the cancellation policy under which it was booked. */
  readonly policy: string;
  readonly now: number;
  readonly canCancel: boolean;
  readonly canReschedule: boolean;
  readonly canAskToCancel: boolean;
  readonly cancellationRequest: "none" | "open" | "turned_down";
  readonly studioWord: string | null;
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
  const own = clocksOf(visit.mode, visit.timeZone, zone).first;
  if (visit.status === "cancelled") {
    return (
      <div className="flex flex-wrap gap-2.5">
        <Button asChild>
          <Link href={`/${studio.slug}`}>Book another time</Link>
        </Button>
      </div>
    );
  }
  const asked = visit.status === "requested";
  return (
    <>
      <Answer visit={visit} />
      <div className="flex flex-wrap gap-2.5 empty:hidden">
        {calendarHref === null || asked ? null : (
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
              {asked ? "Withdraw the request" : "Cancel this visit"}
            </Link>
          </Button>
        ) : null}
        {visit.canAskToCancel ? (
          <Button asChild variant="quiet">
            <Link href={`${here}/cancel`} prefetch={false}>
              Ask to cancel
            </Link>
          </Button>
        ) : null}
      </div>
      <section aria-labelledby="policy" className="grid gap-2 border-line border-t pt-6">
        <h2 id="policy" className="font-medium">
          If you need to cancel
        </h2>
        <p className="figures">
          {asked
            ? `Until the studio answers you can withdraw the request here. ${visit.cancelDeadline > visit.now ? `Once the visit is confirmed, it can be cancelled here until ${timeOfDay(visit.cancelDeadline, own, studio.locale)} on ${longDate(visit.cancelDeadline, own, studio.locale)}, and this page says how to move it.` : `Once the visit is confirmed, it is too close to be changed online: please call ${studio.phone}.`}`
            : visit.canCancel
              ? `You can ${visit.canReschedule ? "cancel or move it" : "cancel it"} here until ${timeOfDay(visit.cancelDeadline, own, studio.locale)} on ${longDate(visit.cancelDeadline, own, studio.locale)}.${visit.canReschedule ? "" : ` To move it to another time, please call ${studio.phone}.`}`
              : `It can no longer be changed online. Please call ${studio.phone}.`}
        </p>
        <p className="text-muted whitespace-pre-line empty:hidden">{visit.policy}</p>
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

/** How a request to cancel late stands, and what the studio said to it. */
function Answer({ visit }: { readonly visit: Visit }) {
  if (visit.cancellationRequest === "open") {
    return (
      <Notice tone="info" title="You asked for this visit to be cancelled">
        The studio has your request. Until they answer, the visit stands.
      </Notice>
    );
  }
  if (visit.cancellationRequest === "turned_down") {
    return (
      <Notice tone="caution" title="The visit stands">
        <p>You asked for it to be cancelled, and the studio answered that it stands.</p>
        {visit.studioWord === null ? null : <p className="mt-2">“{visit.studioWord}”</p>}
      </Notice>
    );
  }
  return null;
}
