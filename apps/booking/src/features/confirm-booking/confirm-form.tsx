"use client";

import { Countdown } from "@quietroom/ui/blocks/countdown";
import { FieldRow } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { useActionState, useEffect, useRef, useState } from "react";
import { useWorkWhenAsked } from "../../bot-check/use-work-when-asked.ts";
import { WorkingWords } from "../../bot-check/working-words.tsx";
import { CodeFields } from "./code-fields.tsx";
import type { ConfirmState } from "./confirm-booking.ts";
import { AcceptDocuments } from "../../client-details/accept-documents.tsx";
import type { ShownDocument } from "../../client-details/accepted-documents.ts";
import { DetailsFields } from "../../client-details/details-fields.tsx";
import { emptyDetails } from "../../client-details/details-form.ts";

const untouched: ConfirmState = {
  ...emptyDetails,
  refused: null,
  alternatives: [],
  step: null,
  renewed: false,
};

/** Details, policy, the code of a mail where one is asked for, confirm; with the time that is left, judged by the server's clock. */
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
  phone,
  phoneHref,
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
  readonly phone: string;
  readonly phoneHref: string;
  /** Words for each refusal this page can meet. */
  readonly refusals: Readonly<Record<string, { readonly title: string; readonly text: string }>>;
}) {
  const [state, submit] = useActionState(action, untouched);
  const { isWorking, noteSent } = useWorkWhenAsked(state, submit);
  const [over, setOver] = useState(expiresAt < now);
  const notice = useRef<HTMLDivElement>(null);
  const asked = useRef(false); // for a code
  const refused =
    state.refused === null || isWorking ? null : (refusals[state.refused] ?? refusals["default"] ?? null);
  const { step } = state;
  const mailed = step === null || step.mailed === "before" ? null : mailedWords[step.mailed];
  const wrong = Object.keys(state.errors).length + (step?.error ? 1 : 0);
  const bookLabel = approval === "request" ? "Send the request" : "Book this visit";

  useEffect(() => {
    const isBack = asked.current && state.step === null;
    asked.current = state.step !== null;
    if (state.refused !== null || wrong > 0 || mailed !== null) notice.current?.focus();
    else if (isBack) notice.current?.closest("form")?.querySelector<HTMLElement>("[name=email]")?.focus();
  }, [state, wrong, mailed]);

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
        {mailed === null ? null : (
          <Notice tone="positive" title={mailed.title}>
            {mailed.text}
          </Notice>
        )}
      </div>
      {over && state.renewed ? null : over ? (
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
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      {step === null ? (
        <>
          <DetailsFields form={state} />
          <section
            aria-labelledby="policy"
            className="grid gap-3 rounded-lg border border-line bg-sunken/60 p-5"
          >
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
          <AcceptDocuments
            studioHref={studioHref}
            documents={documents}
            error={state.errors.acceptDocuments}
          />
          <input type="hidden" name="policyVersion" value={policyVersion} />
          <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
            {approval === "request" ? (
              <p className="basis-full text-muted">
                The studio confirms each of these visits. The time is kept for you until they answer.
              </p>
            ) : null}
            <SubmitButton size="lg" pendingLabel={approval === "request" ? "Sending …" : "Booking …"}>
              {bookLabel}
            </SubmitButton>
            <a className="text-muted underline underline-offset-4 hover:text-accent" href={backHref}>
              Choose another time
            </a>
          </div>
        </>
      ) : (
        <CodeFields
          values={state.values}
          step={step}
          bookLabel={bookLabel}
          phone={phone}
          phoneHref={phoneHref}
        />
      )}
    </form>
  );
}

const mailedWords = {
  first: { title: "Look at your email", text: "A code is on its way to you. Enter it below to book." },
  again: { title: "A new code is on its way", text: "Only the code of the latest email counts." },
} as const;
