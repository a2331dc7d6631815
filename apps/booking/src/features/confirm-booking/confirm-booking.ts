"use server";

import { bookHold, clientDetails } from "@quietroom/contracts/public-booking";
import { slugSchema, tokenSchema } from "@quietroom/contracts/wire";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { publicCaller } from "../../server/api.ts";
import { acceptDocumentsWords } from "../../client-details/accept-documents.tsx";
import { readAccepted } from "../../client-details/accepted-documents.ts";
import { type DetailsForm, readDetails, refusedDetails } from "../../client-details/details-form.ts";
import { carriedBy } from "../../bot-check/carried.ts";
import { sentForm } from "../../server/sent-form.ts";

export type ConfirmState = DetailsForm & {
  readonly refused: string | null;
  readonly alternatives: readonly { readonly startsAt: number }[];
};

/** Books the held time with the details typed. What was typed comes back with every refusal, so nothing is typed twice. */
export async function confirmBooking(
  studio: string,
  token: string,
  _before: ConfirmState,
  sent: FormData,
): Promise<ConfirmState> {
  const form = sentForm(sent);
  if (!slugSchema.safeParse(studio).success || !tokenSchema.safeParse(token).success) redirect("/");
  const typed = readDetails(form);
  const accepted = form.get("acceptPolicy") === "on";
  const acceptedDocuments = readAccepted(form);
  const details = clientDetails.safeParse(typed.values);
  if (!details.success || !accepted || acceptedDocuments === null) {
    return {
      values: typed.values,
      errors: {
        ...typed.errors,
        ...(accepted ? {} : { acceptPolicy: "Please read and accept the policy to book." }),
        ...(acceptedDocuments === null ? { acceptDocuments: acceptDocumentsWords } : {}),
      },
      refused: null,
      alternatives: [],
    };
  }
  const input = bookHold.input.safeParse({
    studio,
    token,
    details: details.data,
    acceptedPolicyVersion: Number(form.get("policyVersion")),
    acceptedDocuments,
    idempotencyKey: form.get("idempotencyKey"),
    ...carriedBy(form),
  });
  if (!input.success) return { ...typed, refused: "link_invalid", alternatives: [] };
  const caller = await publicCaller();
  const answer = await caller.booking.confirm(input.data);
  if (!answer.ok) {
    const { code, alternatives } = answer.refusal;
    const errors = refusedDetails(code, "books");
    return errors === null
      ? { ...typed, refused: code, alternatives }
      : { values: typed.values, errors, refused: null, alternatives: [] };
  }
  (await cookies()).delete({ name: "quietroom-hold", path: `/${studio}` });
  redirect(`/${studio}/visit/${answer.value.manageToken}?booked=1`);
}
