import type { StaffInput, StaffOutput } from "@quietroom/api/client";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { TimeButton } from "@quietroom/ui/blocks/time-button";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { useId, useState } from "react";
import { dateTime, type StudioClock } from "../show/format-time.ts";
import { overridable, ruleWords } from "../show/rule-words.ts";

type Refusal = Extract<StaffOutput["desk"]["book"], { readonly ok: false }>["refusal"];
type Override = Pick<StaffInput["desk"]["bookWithOverride"], "rules" | "reason">;

const onBoth = "Kept with the visit, and shown on both.";

const words = {
  book: { refused: "Not booked", reason: "Reason to book it all the same", hint: onBoth, go: "Book anyway" },
  move: { refused: "Not moved", reason: "Reason to move it all the same", hint: onBoth, go: "Move anyway" },
  approve: {
    refused: "Not approved",
    reason: "Reason to approve it all the same",
    hint: "Kept with the visit, and shown on it.",
    go: "Approve anyway",
  },
  seat: {
    refused: "Not seated",
    reason: "Reason to seat them all the same",
    hint: "Kept with the seat, and shown on it.",
    go: "Seat anyway",
  },
} as const;

/** Why a time cannot be had, the times that can, and for whoever may, to have it all the same and say why. */
export function InTheWay({
  act,
  refusal,
  instead,
  pending,
  onOverride,
}: {
  readonly act: keyof typeof words;
  readonly refusal: Pick<Refusal, "rules" | "canOverride">;
  /** Free times, where nothing else on the screen names some. */
  readonly instead?: {
    readonly times: readonly { readonly startsAt: number }[];
    readonly clock: StudioClock;
    readonly onChoose: (startsAt: number) => void;
  };
  readonly pending: boolean;
  /** With the form around it, which may have been changed since it was refused. */
  readonly onOverride: (override: Override, form: HTMLFormElement | null) => void;
}) {
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const reasonId = useId();
  const goAnyway = (form: HTMLFormElement | null) => {
    setMissing(reason.trim() === "");
    if (!pending && reason.trim() !== "") onOverride({ rules: overridable(refusal.rules), reason }, form);
  };
  return (
    <Notice tone="danger" title={words[act].refused}>
      <div className="grid gap-4">
        <ul className="grid gap-1">
          {refusal.rules.map((rule) => (
            <li key={rule}>{ruleWords[rule]}</li>
          ))}
        </ul>
        {instead === undefined || instead.times.length === 0 ? null : (
          <section aria-label="Free instead" className="grid gap-2">
            <p>Free instead:</p>
            {instead.times.map(({ startsAt }) => (
              <TimeButton key={startsAt} type="button" onClick={() => instead.onChoose(startsAt)}>
                {dateTime(startsAt, instead.clock)}
              </TimeButton>
            ))}
          </section>
        )}
        {refusal.canOverride ? (
          <div className="grid gap-3">
            <Field
              name="overrideReason"
              id={reasonId}
              label={words[act].reason}
              hint={words[act].hint}
              error={isMissing ? "Say why." : undefined}
            >
              {(control) => (
                <Input
                  {...control}
                  maxLength={200}
                  autoComplete="off"
                  value={reason}
                  onChange={(event) => setReason(event.target.value)}
                  onKeyDown={(event) => {
                    if (event.key !== "Enter") return;
                    event.preventDefault(); // the form around it would be sent by the rules again
                    goAnyway(event.currentTarget.form);
                  }}
                />
              )}
            </Field>
            <Button
              type="button"
              variant="danger"
              className="w-fit"
              aria-disabled={pending}
              onClick={(event) => goAnyway(event.currentTarget.form)}
            >
              {words[act].go}
            </Button>
          </div>
        ) : null}
      </div>
    </Notice>
  );
}
