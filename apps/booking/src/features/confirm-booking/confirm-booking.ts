"use server";

import { bookHold, clientDetails, emailedCode } from "@quietroom/contracts/public-booking";
import { slugSchema, tokenSchema } from "@quietroom/contracts/wire";
import { formText } from "@quietroom/ui/form-text";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { publicCaller } from "../../server/api.ts";
import { acceptDocumentsWords } from "../../client-details/accept-documents.tsx";
import { readAccepted } from "../../client-details/accepted-documents.ts";
import { type DetailsForm, readDetails, refusedDetails } from "../../client-details/details-form.ts";
import { carriedBy } from "../../bot-check/carried.ts";
import { sentForm } from "../../server/sent-form.ts";
import { type CodeStep, codeErrors, readWanted } from "./code-step.ts";

export type ConfirmState = DetailsForm & {
  readonly refused: string | null;
  readonly alternatives: readonly { readonly startsAt: number }[];
  /** The code that is asked for before the visit is booked; null while there are details to type. */
  readonly step: CodeStep | null;
  /** Whether a code was asked for, with which a hold that had run out is taken again. */
  readonly renewed: boolean;
};

/**
 * Books the held time with the details typed; where the studio asks for it, once the code that was mailed for them came along (BOOK-07). What was
 * typed comes back with every answer, so that nothing is typed twice, and nothing of it is kept before the visit is booked.
 */
export async function confirmBooking(
  studio: string,
  token: string,
  before: ConfirmState,
  sent: FormData,
): Promise<ConfirmState> {
  const form = sentForm(sent);
  if (!slugSchema.safeParse(studio).success || !tokenSchema.safeParse(token).success) redirect("/");
  const wanted = readWanted(form);
  const typed = readDetails(form);
  const accepted = form.get("acceptPolicy") === "on";
  const acceptedDocuments = readAccepted(form);
  const details = clientDetails.safeParse(typed.values);
  const told = { ...typed, refused: null, alternatives: [], step: null, renewed: before.renewed };
  if (wanted === "other_details") return told;
  if (!details.success || !accepted || acceptedDocuments === null) {
    return {
      ...told,
      errors: {
        ...typed.errors,
        ...(accepted ? {} : { acceptPolicy: "Please read and accept the policy to book." }),
        ...(acceptedDocuments === null ? { acceptDocuments: acceptDocumentsWords } : {}),
      },
    };
  }
  const read = {
    policyVersion: formText(form, "policyVersion").slice(0, 20),
    documents: formText(form, "documents").slice(0, 200),
  };
  const caller = await publicCaller();
  const refused = (code: string, alternatives: ConfirmState["alternatives"] = []): ConfirmState => {
    const errors = refusedDetails(code, "books");
    return errors === null ? { ...told, refused: code, alternatives } : { ...told, errors };
  };
  const askCode = async (mailed: "first" | "again"): Promise<ConfirmState> => {
    const asked = await caller.booking.askCode({ studio, token, email: details.data.email });
    if (asked.ok) return { ...told, step: { ...read, mailed, error: null }, renewed: true };
    const { code, alternatives } = asked.refusal;
    // The one that was mailed before still counts.
    const step: CodeStep | null =
      code === "too_many_codes" ? { ...read, mailed: "before", error: null } : null;
    return { ...refused(code, alternatives), step };
  };
  if (wanted === "another_code") return await askCode("again");

  const code = wanted === "book_with_code" ? emailedCode.safeParse(formText(form, "code")) : null;
  const wrongCode = (error: string): ConfirmState => ({
    ...told,
    step: { ...read, mailed: "before", error },
  });
  if (code?.success === false) return wrongCode(codeErrors.not_a_code);
  const input = bookHold.input.safeParse({
    studio,
    token,
    details: details.data,
    acceptedPolicyVersion: Number(read.policyVersion),
    acceptedDocuments,
    idempotencyKey: form.get("idempotencyKey"),
    code: code?.data,
    ...carriedBy(form),
  });
  if (!input.success) return { ...told, refused: "link_invalid" };
  const answer = await caller.booking.confirm(input.data);
  if (!answer.ok) {
    const { code: why, alternatives } = answer.refusal;
    if (why === "email_unproven") return await askCode("first");
    if (why === "wrong_code" || why === "code_expired") return wrongCode(codeErrors[why]);
    // Whoever has to do some work first comes back with the same code.
    const step: CodeStep | null =
      why === "proof_needed" && code !== null ? { ...read, mailed: "before", error: null } : null;
    return { ...refused(why, alternatives), step };
  }
  (await cookies()).delete({ name: "quietroom-hold", path: `/${studio}` });
  redirect(`/${studio}/visit/${answer.value.manageToken}?booked=1`);
}
