import type { StaffOutput } from "@quietroom/api/client";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { consentTexts } from "@quietroom/domain/records";
import { Field, FieldGroup } from "@quietroom/ui/blocks/field";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Radio } from "@quietroom/ui/primitives/radio-group";
import { type RefObject, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";

export type SeenConsent = NonNullable<StaffOutput["consents"]["ofVisit"]>["consents"][number];

const places = [
  { value: "in_person", label: "In person" },
  { value: "on_paper", label: "On paper, signed" },
  { value: "by_telephone", label: "By telephone" },
] as const;

/** What the client said, how they said it, and the words it was about. */
export function RecordConsent({
  consent,
  appointmentId,
  opener,
  onClose,
}: {
  readonly consent: SeenConsent;
  readonly appointmentId: string;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}) {
  const { kind, version, allowed, state } = consent;
  const { title, agreed, otherwise } = consentTexts[kind];
  const trpc = useTRPC();
  const [answer, setAnswer] = useState<"given" | "refused">();
  const [place, setPlace] = useState<(typeof places)[number]["value"]>("in_person");
  const [why, setWhy] = useState("");
  const [missing, setMissing] = useState<string>();
  // A no that stands keeps the reason it was said with.
  const asksWhy = answer === "refused" && state !== "refused" && state !== "withdrawn";
  const { run, pending, error, dialog } = useProvenAct(trpc.consents.record.mutationOptions(), {
    done: "Written down",
    refusals: {
      words_changed: "The words have changed. Reload the page and read them to the client.",
      no_client: "This time is nobody's yet.",
    },
    onDone: onClose,
  });
  return (
    <>
      <FormDialog
        title={title}
        description={agreed}
        confirmLabel="Write it down"
        pending={pending}
        error={error}
        opener={opener}
        onClose={onClose}
        onConfirm={() => {
          setMissing(answer === undefined ? "Choose what the client said." : undefined);
          const said = { appointmentId: asId<AppointmentId>(appointmentId), kind, version, place };
          if (answer !== undefined) run({ ...said, answer, ...(asksWhy ? { reason: why } : {}) });
        }}
      >
        <FieldGroup
          name="answer"
          label="What the client said"
          hint={`Otherwise: ${otherwise}`}
          error={missing}
        >
          {(["given", "refused"] as const).map((each) => (
            <label key={each} className="flex min-h-11 items-center gap-2.5">
              <Radio
                name="answer"
                value={each}
                checked={answer === each}
                onChange={() => {
                  setAnswer(each);
                  setMissing(undefined);
                }}
              />
              {each === "given" ? "They agree" : allowed ? "They take it back" : "They say no"}
            </label>
          ))}
        </FieldGroup>
        {asksWhy ? (
          <Field name="reason" label="Why" hint="In their words, only if they said." optional>
            {(control) => (
              <Input
                {...control}
                maxLength={300}
                value={why}
                onChange={(event) => setWhy(event.target.value)}
              />
            )}
          </Field>
        ) : null}
        <Field name="place" label="How they said it">
          {(control) => (
            <NativeSelect
              {...control}
              value={place}
              onChange={(event) =>
                setPlace(places.find(({ value }) => value === event.target.value)?.value ?? "in_person")
              }
            >
              {places.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      </FormDialog>
      {dialog}
    </>
  );
}
