"use client";

import { Countdown } from "@quietroom/ui/blocks/countdown";
import { FieldRow } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { useActionState, useEffect, useRef, useState } from "react";
import { useWorkWhenAsked } from "../../bot-check/use-work-when-asked.ts";
import { WorkingWords } from "../../bot-check/working-words.tsx";
import type { ConfirmState } from "./confirm-booking.ts";
import { AcceptDocuments } from "../../client-details/accept-documents.tsx";
import type { ShownDocument } from "../../client-details/accepted-documents.ts";
import { DetailsFields } from "../../client-details/details-fields.tsx";
import { emptyDetails } from "../../client-details/details-form.ts";

const untouched: ConfirmState = { ...emptyDetails, refused: null, alternatives: [] };

/** Details, policy, confirm; with the time that is left, judged by the server's clock. */
export function ConfirmForm({
  action,
  expiresAt,
  now,
  untilText,
  policyText,
  deadlineText,
  policyVersion,
  studioHref,
  documents,
  idempotencyKey,
  approval,
  backHref,
  refusals,
}: {
  readonly action: (before: ConfirmState, form: FormData) => Promise<ConfirmState>;
  readonly expiresAt: number;
  readonly now: number;
  readonly untilText: string;
  readonly policyText: string;
  readonly deadlineText: string;
  readonly policyVersion: number;
  readonly studioHref: string;
  /** What the studio publishes for its clients to accept. */
  readonly documents: readonly ShownDocument[];
  /** Made with the page: pressing twice or reloading books once. */
  readonly idempotencyKey: string;
  /** Whether the visit stands at once, or the studio answers first. */
  readonly approval: "instant" | "request";
  readonly backHref: string;
  /** Words for each refusal this page can meet. */
  readonly refusals: Readonly<Record<string, { readonly title: string; readonly text: string }>>;
}) {
  const [state, submit] = useActionState(action, untouched);
  const { isWorking, noteSent } = useWorkWhenAsked(state, submit);
  const [over, setOver] = useState(expiresAt < now);
  const notice = useRef<HTMLDivElement>(null);
  const refused =
    state.refused === null || isWorking ? null : (refusals[state.refused] ?? refusals["default"] ?? null);
  const wrong = Object.keys(state.errors).length;

  useEffect(() => {
    if (state.refused !== null || wrong > 0) notice.current?.focus();
  }, [state, wrong]);

  return (
    <form action={submit} onSubmit={noteSent} className="grid gap-8" noValidate>
      <div ref={notice} tabIndex={-1} className="grid gap-4 outline-none empty:hidden">
        {isWorking ? <WorkingWords /> : null}
        {refused === null ? null : (
          <Notice tone="caution" title={refused.title} role="alert">
            <p>{refused.text}</p>
            <p className="mt-2">
              <a className="font-medium underline underline-offset-4" href={backHref}>
                See free times
              </a>
            </p>
          </Notice>
        )}
        {wrong === 0 ? null : (
          <Notice
            tone="danger"
            title={wrong === 1 ? "One thing to correct" : `${wrong} things to correct`}
            role="alert"
          >
            Nothing was booked yet. Look for the marks below.
          </Notice>
        )}
      </div>
      {over ? (
        <Notice tone="caution" title="Your ten minutes are over">
          You can still confirm: if nobody has taken the time meanwhile, it is yours.
        </Notice>
      ) : (
        <Countdown
          deadlineMs={expiresAt}
          serverNowMs={now}
          untilText={untilText}
          onElapsed={() => setOver(true)}
        />
      )}
      <DetailsFields form={state} />
      <section aria-labelledby="policy" className="grid gap-3 rounded-lg border border-line bg-sunken/60 p-5">
        <h2 id="policy" className="font-medium">
          If you need to cancel
        </h2>
        <p className="text-muted whitespace-pre-line empty:hidden">{policyText}</p>
        <p className="figures">{deadlineText}</p>
        <FieldRow
          name="acceptPolicy"
          label="I have read this and accept it"
          error={state.errors.acceptPolicy}
          required
        >
          {(control) => <Checkbox {...control} />}
        </FieldRow>
      </section>
      <AcceptDocuments studioHref={studioHref} documents={documents} error={state.errors.acceptDocuments} />
      <input type="hidden" name="policyVersion" value={policyVersion} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        {approval === "request" ? (
          <p className="basis-full text-muted">
            The studio confirms each of these visits. The time is kept for you until they answer.
          </p>
        ) : null}
        <SubmitButton size="lg" pendingLabel={approval === "request" ? "Sending …" : "Booking …"}>
          {approval === "request" ? "Send the request" : "Book this visit"}
        </SubmitButton>
        <a className="text-muted underline underline-offset-4 hover:text-accent" href={backHref}>
          Choose another time
        </a>
      </div>
    </form>
  );
}
