import type { PublicOutput } from "@quietroom/api/client";
import { onlinePartyMax } from "@quietroom/contracts/groups";
import { mostSeatsHeld } from "@quietroom/domain/scheduling";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Field } from "@quietroom/ui/blocks/field";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Button } from "@quietroom/ui/primitives/button";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import Link from "next/link";
import { ProvenForm } from "../../bot-check/proven-form.tsx";
import { clocksOf } from "../../show/clocks-of.ts";
import { longDate, money, timeOfDay, zoneShortName } from "../../show/format-time.ts";
import type { Studio } from "../../studio/studio-frame.tsx";

type Session = PublicOutput["groups"]["open"]["sessions"][number];

/** The group sessions to come with the seats that are left. Links and forms: it works without JavaScript. */
export function SessionList({
  studio,
  sessions,
  viewerZone,
  hold,
  asked,
}: {
  readonly studio: Studio;
  readonly sessions: readonly Session[];
  readonly viewerZone: string | null;
  readonly hold: (form: FormData) => Promise<void>;
  /** Whether work goes with a form, since the one before was refused without (BOOK-12). */
  readonly asked: "work" | "nothing";
}) {
  if (sessions.length === 0) {
    return (
      <EmptyState
        title="No group sessions just now"
        actions={
          <Button asChild>
            <Link href={`/${studio.slug}`}>See what {studio.name} offers</Link>
          </Button>
        }
      >
        Come back later: new sessions are added here.
      </EmptyState>
    );
  }
  return (
    <ul className="grid gap-4">
      {sessions.map((session) => (
        <SessionCard
          key={session.id}
          session={session}
          studio={studio}
          viewerZone={viewerZone}
          hold={hold}
          asked={asked}
        />
      ))}
    </ul>
  );
}

function SessionCard({
  session,
  studio,
  viewerZone,
  hold,
  asked,
}: {
  readonly session: Session;
  readonly studio: Studio;
  readonly viewerZone: string | null;
  readonly hold: (form: FormData) => Promise<void>;
  readonly asked: "work" | "nothing";
}) {
  const Form = asked === "work" ? ProvenForm : "form";
  const { locale } = studio;
  const zone = clocksOf(session.mode, session.timeZone, viewerZone).first;
  const heading = `session-${session.id}`;
  const largestParty = Math.min(onlinePartyMax, mostSeatsHeld(session.capacity));
  return (
    <li>
      <section
        aria-labelledby={heading}
        className="grid gap-4 rounded-xl border border-line bg-raised p-5 shadow-xs sm:grid-cols-[minmax(0,1fr)_minmax(0,12rem)]"
      >
        <div className="grid min-w-0 content-start gap-1.5">
          <h2 id={heading} className="display break-words text-xl">
            {session.serviceName}
          </h2>
          <p className="figures">
            {longDate(session.startsAt, zone, locale)}, {timeOfDay(session.startsAt, zone, locale)} –{" "}
            {timeOfDay(session.endsAt, zone, locale)} {zoneShortName(session.startsAt, zone, locale)}
          </p>
          <p className="break-words text-muted">
            With {session.practitionerName}, {session.mode === "telehealth" ? "online" : session.locationName}
          </p>
          {session.description === "" ? null : (
            <p className="break-words text-muted">{session.description}</p>
          )}
          <p className="figures">{money(session.priceMinor, session.currency, locale)} for each person</p>
          <p className="figures font-medium">{seatsWords(session.left)}</p>
          {session.needsScreening ? (
            <p className="text-muted">
              Everybody talks with the studio before they join. You ask for a seat, and it is kept for you
              until the studio answers.
            </p>
          ) : null}
          {session.minimum === null ? null : (
            <p className="figures text-muted">
              {`Held if ${session.minimum.people === 1 ? "anybody has" : `${session.minimum.people} people have`} booked by ${longDate(session.minimum.dueAt, zone, locale)}, ${timeOfDay(session.minimum.dueAt, zone, locale)}. Otherwise it is called off, and the page of your visit says so.`}
            </p>
          )}
        </div>
        {session.left === 0 ? (
          <Button asChild variant="secondary" className="self-end">
            <Link
              href={`/${studio.slug}/waitlist/${session.serviceSlug}?session=${session.id}`}
              aria-label={`Join the waitlist of ${session.serviceName}`}
            >
              Join the waitlist
            </Link>
          </Button>
        ) : (
          <Form action={hold} className="grid content-end gap-3" aria-labelledby={heading}>
            <input type="hidden" name="groupSessionId" value={session.id} />
            <Field
              name="partySize"
              id={`people-${session.id}`}
              label="How many come"
              hint={
                session.left > largestParty ? `For more than ${largestParty}, call ${studio.phone}.` : null
              }
            >
              {(control) => (
                <NativeSelect {...control} defaultValue="1">
                  {Array.from({ length: Math.min(session.left, largestParty) }, (_, index) => (
                    <option key={index} value={index + 1}>
                      {index === 0 ? "1 person" : `${index + 1} people`}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </Field>
            <SubmitButton pendingLabel="One moment …">Choose seats</SubmitButton>
          </Form>
        )}
      </section>
    </li>
  );
}

function seatsWords(left: number): string {
  if (left === 0) return "Every seat is taken";
  return left === 1 ? "1 seat left" : `${left} seats left`;
}
