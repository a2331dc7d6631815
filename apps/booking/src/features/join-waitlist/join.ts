"use server";

import { clientDetails } from "@quietroom/contracts/public-booking";
import { joinWaitlist } from "@quietroom/contracts/waitlist";
import { weekdayOf } from "@quietroom/domain/time";
import { formText } from "@quietroom/ui/form-text";
import { publicCaller } from "../../server/api.ts";
import { viewerZone } from "../../server/viewer.ts";
import { acceptDocumentsWords } from "../../client-details/accept-documents.tsx";
import { readAccepted } from "../../client-details/accepted-documents.ts";
import { type DetailsForm, readDetails, refusedDetails } from "../../client-details/details-form.ts";
import { carriedBy } from "../../bot-check/carried.ts";
import { sentForm } from "../../server/sent-form.ts";

export type JoinState = DetailsForm & {
  readonly wishes: {
    readonly dateFrom: string;
    readonly dateUntil: string;
    readonly weekdays: readonly string[];
    readonly dayparts: readonly string[];
  };
  readonly wishErrors: Readonly<Partial<Record<"dates" | "weekdays" | "dayparts", string>>>;
  readonly refused: string | null;
  readonly position: number | null;
};

/** Puts the person on the waitlist. Every refusal brings back what was typed. */
export async function join(
  about: {
    readonly studio: string;
    readonly serviceId: string;
    /** A seat of this session is waited for, and nothing is asked about times. */
    readonly session: { readonly id: string; readonly date: string } | null;
  },
  _before: JoinState,
  sent: FormData,
): Promise<JoinState> {
  const form = sentForm(sent);
  const typed = readDetails(form);
  const { session, ...service } = about;
  const wishes =
    session === null
      ? {
          dateFrom: formText(form, "dateFrom"),
          dateUntil: formText(form, "dateUntil"),
          weekdays: form.getAll("weekday").map(String),
          dayparts: form.getAll("daypart").map(String),
        }
      : {
          dateFrom: session.date,
          dateUntil: session.date,
          weekdays: [String(weekdayOf(session.date))],
          dayparts: ["morning", "afternoon", "evening"],
        };
  const wishErrors = {
    ...(wishes.weekdays.length === 0 ? { weekdays: "Choose at least one day." } : {}),
    ...(wishes.dayparts.length === 0 ? { dayparts: "Choose at least one time of day." } : {}),
  };
  const acceptedDocuments = readAccepted(form);
  const errors = {
    ...typed.errors,
    ...(acceptedDocuments === null ? { acceptDocuments: acceptDocumentsWords } : {}),
  };
  const state: JoinState = { ...typed, errors, wishes, wishErrors, refused: null, position: null };
  const details = clientDetails.safeParse(typed.values);
  if (!details.success || acceptedDocuments === null || Object.keys(wishErrors).length > 0) return state;
  const place = formText(form, "place");
  const asked = joinWaitlist.input.safeParse({
    ...service,
    groupSessionId: session?.id ?? null,
    practitionerId: form.get("practitionerId") || null,
    locationId: place === "" || place === "online" ? null : place,
    mode: place === "" ? null : place === "online" ? "telehealth" : "in_person",
    dateFrom: wishes.dateFrom,
    dateUntil: wishes.dateUntil,
    weekdays: wishes.weekdays.map(Number),
    dayparts: wishes.dayparts,
    details: details.data,
    acceptedDocuments,
    viewerZone: await viewerZone(),
    idempotencyKey: form.get("idempotencyKey"),
    ...carriedBy(form),
  });
  if (!asked.success) {
    const onDates = asked.error.issues.some((issue) => String(issue.path[0]).startsWith("date"));
    return onDates
      ? { ...state, wishErrors: { dates: "Enter both dates." } }
      : { ...state, refused: "unknown_service" };
  }
  const caller = await publicCaller();
  const answer = await caller.waitlist.join(asked.data);
  if (answer.ok) return { ...state, position: answer.value.position };
  const { code } = answer.refusal;
  const refusedHere = refusedDetails(code, "joins");
  return refusedHere === null ? { ...state, refused: code } : { ...state, errors: refusedHere };
}
