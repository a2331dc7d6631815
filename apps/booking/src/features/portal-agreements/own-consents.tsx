import type { ClientOutput } from "@quietroom/api/client";
import { consentTexts } from "@quietroom/domain/records";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Input } from "@quietroom/ui/primitives/input";
import { longDate } from "../../show/format-time.ts";

type Consent = ClientOutput["agreements"]["view"]["consents"][number];

/** What a client may agree to and take back, in the words that hold today, with everything that was said before. */
export function OwnConsents({
  consents,
  said,
  zone,
  locale,
  say,
}: {
  readonly consents: readonly Consent[];
  /** What was just answered, to be said beside it. */
  readonly said: {
    readonly kind: string;
    readonly words: string;
    readonly tone: "positive" | "caution";
  } | null;
  readonly zone: string;
  readonly locale: string;
  readonly say: (form: FormData) => Promise<void>;
}) {
  return (
    <section aria-labelledby="consents" className="grid gap-4">
      <h2 id="consents" className="display text-2xl">
        What you agree to
      </h2>
      <p className="max-w-[62ch] text-muted">
        Each stands by itself. You can take any of it back at any time, and it counts from that moment on.
      </p>
      <ul className="grid divide-y divide-line rounded-xl border border-line bg-raised">
        {consents.map((consent) => (
          <li key={consent.kind} id={consent.kind} className="grid scroll-mt-6 gap-3 px-5 py-5">
            {said?.kind === consent.kind ? <Notice tone={said.tone}>{said.words}</Notice> : null}
            <OneConsent consent={consent} zone={zone} locale={locale} say={say} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OneConsent({
  consent,
  zone,
  locale,
  say,
}: {
  readonly consent: Consent;
  readonly zone: string;
  readonly locale: string;
  readonly say: (form: FormData) => Promise<void>;
}) {
  const { kind, state, allowed, version, answers } = consent;
  const { title, agreed, otherwise } = consentTexts[kind];
  const until = state === "given" ? (answers[0]?.expiresAt ?? null) : null;
  return (
    <>
      <h3 className="flex flex-wrap items-center gap-2 font-medium">
        {title}
        <Badge tone={allowed ? "positive" : state === "not_asked" ? "neutral" : "caution"}>
          {stateWords[state]}
        </Badge>
      </h3>
      <p className="max-w-[62ch]">{agreed}</p>
      <p className="max-w-[62ch] text-muted text-sm">
        {allowed ? "If you take this back: " : "Without it: "}
        {otherwise}
        {until === null ? null : ` It holds until ${longDate(until, zone, locale)}.`}
      </p>
      <form action={say} className="grid max-w-md justify-items-start gap-3">
        {allowed ? (
          <Field
            name="reason"
            id={`why-${kind}`}
            className="w-full"
            label={
              <>
                Why you take it back<span className="sr-only"> ({title})</span>
              </>
            }
            hint="Only if you want to say. The studio sees it."
            optional
          >
            {(control) => <Input {...control} maxLength={300} />}
          </Field>
        ) : null}
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="answer" value={allowed ? "refused" : "given"} />
        <SubmitButton size="sm" variant={allowed ? "secondary" : "primary"} pendingLabel="Saving …">
          {allowed ? "Take it back" : "I agree"}
          <span className="sr-only"> ({title})</span>
        </SubmitButton>
      </form>
      {answers.length === 0 ? null : <History answers={answers} zone={zone} locale={locale} />}
    </>
  );
}

function History({
  answers,
  zone,
  locale,
}: {
  readonly answers: Consent["answers"];
  readonly zone: string;
  readonly locale: string;
}) {
  const on = (at: number) => longDate(at, zone, locale);
  return (
    <details>
      <summary className="flex min-h-11 cursor-pointer items-center text-sm underline underline-offset-4">
        What was said before
      </summary>
      <ul className="figures grid gap-1 text-muted text-sm">
        {answers.map(({ version, answer, at, place, by, ended, reason }) => (
          <li key={`${at} ${answer}`} className="break-words">
            {answer === "given" ? "Agreed" : "Said no"} on {on(at)}, version {version}, {placeWords[place]}
            {by === null ? "" : ` (written down by ${by})`}
            {ended === null ? "." : `; ended on ${on(ended.at)}, ${placeWords[ended.place]}.`}
            {reason === null ? null : ` Why: ${reason}`}
          </li>
        ))}
      </ul>
    </details>
  );
}

const stateWords = {
  given: "agreed",
  not_asked: "not agreed",
  refused: "refused",
  withdrawn: "taken back",
  expired: "run out",
  outdated: "new words",
} as const satisfies Record<Consent["state"], string>;

const placeWords = {
  portal: "here",
  in_person: "in person",
  on_paper: "on paper",
  by_telephone: "by telephone",
  new_number: "as the telephone number changed",
} as const satisfies Record<NonNullable<Consent["answers"][number]["ended"]>["place"], string>;
