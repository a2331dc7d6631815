import type { StaffOutput } from "@quietroom/api/client";
import { Field } from "@quietroom/ui/blocks/field";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Textarea } from "@quietroom/ui/primitives/textarea";
import type { ReactNode } from "react";
import { hoursText } from "./read-rules.ts";

type Rules = StaffOutput["bookingRules"]["view"];

/** Every rule with its bounds in words; `wrong` names those that were typed outside of them. */
export function RuleFields({ rules, wrong }: { readonly rules: Rules; readonly wrong: ReadonlySet<string> }) {
  const number = (name: Numbers, value: string | number) => ({ name, value, isWrong: wrong.has(name) });
  return (
    <>
      <Part title="When clients can book">
        <NumberField
          {...number("minNoticeMin", hoursText(rules.minNoticeMin))}
          label="Shortest notice, hours"
          hint="Later than that they are given your phone number."
        />
        <NumberField
          {...number("minNoticeDays", rules.minNoticeDays)}
          label="And days before, by the calendar"
          hint="1: until midnight before the day of the visit, whatever the hour. 0: the hours alone count."
        />
        <NumberField
          {...number("horizonDays", rules.horizonDays)}
          label="Bookable ahead, days"
          hint="Counted from today; the last day can be booked to its end."
        />
      </Part>
      <Part title="Who books on your page">
        <Field
          name="confirmEmails"
          label="Email address of who books"
          hint="Clients are asked too, unless they are signed in to the portal with that address. Not asked when you book for them."
          required
        >
          {(control) => (
            <NativeSelect {...control} defaultValue={rules.confirmEmails ? "asked" : "taken"}>
              <option value="asked">Confirmed first, by an emailed code</option>
              <option value="taken">Taken as they typed it</option>
            </NativeSelect>
          )}
        </Field>
      </Part>
      <Part title="Buffers before and after visits">
        <Field
          name="bufferSum"
          label="Between two visits of one practitioner"
          hint="Rooms and devices are kept for both. Visits that are booked stay where they are."
          required
        >
          {(control) => (
            <NativeSelect {...control} defaultValue={rules.bufferSum}>
              <option value="sum">Both buffers, one after the other</option>
              <option value="max">The longer of the two</option>
            </NativeSelect>
          )}
        </Field>
        <Field
          name="buffersInHours"
          label="Buffers and working hours"
          hint="Inside: the first and the last visit of a day leave room for theirs. Staff can pass over it with a reason."
          required
        >
          {(control) => (
            <NativeSelect {...control} defaultValue={rules.buffersInHours ? "inside" : "outside"}>
              <option value="outside">Buffers may lie outside of them</option>
              <option value="inside">Buffers lie inside as well</option>
            </NativeSelect>
          )}
        </Field>
      </Part>
      <Part title="Limits of minutes a day">
        <Field
          name="minutesOverMidnight"
          label="A visit over midnight counts"
          hint="For practitioners whose minutes a day are limited, on their page of hours."
          required
        >
          {(control) => (
            <NativeSelect {...control} defaultValue={rules.minutesOverMidnight}>
              <option value="start">On the day on which it starts</option>
              <option value="split">On both days, its own minutes on each</option>
            </NativeSelect>
          )}
        </Field>
      </Part>
      <Part title="Cancelling and moving">
        <NumberField
          {...number("cancellationWindowMin", hoursText(rules.cancellationWindowMin))}
          label="Free to cancel until, hours before"
          hint="After that a client asks, and you answer."
        />
        <NumberField
          {...number("clientMoveLimit", rules.clientMoveLimit ?? "")}
          label="Moves of one visit, at most"
          hint="After that they call you. Empty: as often as they like."
          optional
        />
        <NumberField
          {...number("undoCancelMin", rules.undoCancelMin)}
          label="Undo what you cancelled, minutes"
          hint="Until then its hour is kept, and nobody on the waitlist is asked. 0: never, and the hour is offered at once."
        />
        <Field
          name="cancellationPolicy"
          label="Cancellation policy"
          hint="Clients read it and accept it before they book. Who has booked keeps the words and the cut-off they accepted."
          error={wrong.has("cancellationPolicy") ? ranges.cancellationPolicy : undefined}
          className="sm:col-span-2"
          optional
        >
          {(control) => <Textarea {...control} rows={6} defaultValue={rules.cancellationPolicy} />}
        </Field>
      </Part>
      <Part title="More than one visit">
        <Field
          name="ownOverlaps"
          label="A time at which the client has another visit"
          hint="Staff can always book it, and see it in the visit's panel."
          required
        >
          {(control) => (
            <NativeSelect {...control} defaultValue={rules.ownOverlaps}>
              <option value="warn">Booked; they are told</option>
              <option value="refuse">Not booked: they call</option>
            </NativeSelect>
          )}
        </Field>
        <NumberField
          {...number("clientVisitLimit", rules.clientVisitLimit ?? "")}
          label="Visits a client has to come, at most"
          hint="After that they call you. Empty: as many as they like."
          optional
        />
      </Part>
      <Part title="Missed visits">
        <NumberField
          {...number("noShowLimit", rules.noShowLimit ?? "")}
          label="Missed visits until bookings wait for you"
          hint="From then on a booking on your page is a request that you answer, and the client portal says to call. Empty: never."
          optional
        />
        <NumberField
          {...number("noShowMonths", rules.noShowMonths)}
          label="A missed visit counts, months"
          hint="Late cancellations do not count, nor what you corrected."
        />
      </Part>
      <Part title="Offers to the waitlist">
        <Field
          name="offerQuietRule"
          label="An offer that would have to be answered at night"
          hint="Quiet hours are 20:00 to 9:00 where the client is. Every offer still ends two hours before the visit."
          required
        >
          {(control) => (
            <NativeSelect {...control} defaultValue={rules.offerQuietRule}>
              <option value="pause">Is made; its hour to answer rests until morning</option>
              <option value="wait">Is made in the morning; until then your page offers it</option>
              <option value="none">Is made, with an hour to answer as by day</option>
            </NativeSelect>
          )}
        </Field>
      </Part>
      <Part title="Requests, for services whose bookings you confirm">
        <NumberField
          {...number("requestAnswerHours", rules.requestAnswerHours)}
          label="A request waits, hours"
          hint="Unanswered, it ends by itself and its time is free."
        />
        <NumberField
          {...number("requestLeadMin", rules.requestLeadMin)}
          label="But ends before the visit, minutes"
          hint="So that nobody waits until the last moment."
        />
      </Part>
    </>
  );
}

const ranges = {
  minNoticeMin: "Type hours from 0 to 720.",
  minNoticeDays: "Type a whole number of days from 0 to 365.",
  horizonDays: "Type a whole number of days from 1 to 730.",
  cancellationWindowMin: "Type hours from 0 to 720.",
  cancellationPolicy: "Write at most 1500 characters, in plain text.",
  undoCancelMin: "Type a whole number of minutes from 0 to 60.",
  clientVisitLimit: "Type a whole number from 1 to 100, or nothing.",
  clientMoveLimit: "Type a whole number from 0 to 50, or nothing.",
  noShowLimit: "Type a whole number from 1 to 20, or nothing.",
  noShowMonths: "Type a whole number of months from 1 to 60.",
  requestAnswerHours: "Type a whole number of hours from 1 to 336.",
  requestLeadMin: "Type a whole number of minutes from 0 to 10080.",
} as const;

type Numbers = Exclude<keyof typeof ranges, "cancellationPolicy">;

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-4 rounded-lg border border-line bg-raised p-5">
      <h2 className="display text-xl">{title}</h2>
      <div className="grid gap-5 sm:grid-cols-2">{children}</div>
    </section>
  );
}

function NumberField({
  name,
  value,
  isWrong,
  label,
  hint,
  optional = false,
}: {
  readonly name: Numbers;
  readonly value: string | number;
  readonly isWrong: boolean;
  readonly label: string;
  readonly hint: string;
  readonly optional?: boolean;
}) {
  return (
    <Field
      name={name}
      label={label}
      hint={hint}
      error={isWrong ? ranges[name] : undefined}
      {...(optional ? { optional } : { required: true })}
    >
      {(control) => <Input {...control} inputMode="decimal" defaultValue={value} />}
    </Field>
  );
}
