"use client";

import { setOutOfService } from "@quietroom/contracts/resources";
import { Field } from "@quietroom/ui/blocks/field";
import { FormPanel, type WrongInput } from "@quietroom/ui/blocks/form-panel";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { checkInput } from "../../show/check-input.ts";
import { failureWords } from "../../show/failure-words.ts";
import { useChangedMeanwhile } from "../../show/use-changed-meanwhile.tsx";
import {
  displacedWords,
  type Place,
  type Resource,
  resourceRefusal,
  saidOfOutage,
} from "./resource-words.ts";

/** When a room or a device cannot be had, by the clock of its place. Booked visits stay, and those in it are told of. */
export function OutOfServiceForm({
  resource,
  present,
  place,
  today,
  locale,
  onDone,
}: {
  readonly resource: Resource;
  /** The same one as it is kept by now. */
  readonly present: Resource;
  readonly place: Place | null;
  readonly today: string;
  readonly locale: string;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<WrongInput>();
  const { base, theirs, conflict, meet } = useChangedMeanwhile({
    opened: resource,
    present,
    said: saidOfOutage(locale),
    onTakeTheirs: onDone,
  });
  const { id, kind, name, outOfService: out } = resource;
  const save = useMutation(
    trpc.resource.setOutOfService.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries();
        if (!answer.ok) {
          const { code } = answer.refusal;
          if (code === "changed_meanwhile") meet();
          else setWrong({ field: "lastDate", words: resourceRefusal(code) });
          return;
        }
        const { outOfService, displacedCount } = answer.value;
        notify({
          title: outOfService === null ? `${name} is in service` : `${name} is out of service then`,
          ...(displacedCount === 0 ? {} : { description: displacedWords(displacedCount, kind) }),
          tone: displacedCount === 0 ? "positive" : "info",
        });
        onDone();
      },
      onError: (failure) => setWrong({ field: null, words: failureWords(failure, "Nothing was changed.") }),
    }),
  );
  const ask = (period: unknown) => {
    if (save.isPending) return;
    const asked = checkInput(setOutOfService, { id, version: base.version, period }, missing);
    setWrong(asked.ok ? undefined : asked.wrong);
    if (asked.ok) save.mutate(asked.input);
  };
  return (
    <FormPanel
      title={`${name} out of service`}
      description="Nothing new is booked into it then. Visits that are booked already stay as they are, and are listed with what is free instead."
      wrong={wrong}
      theirs={theirs}
      pending={save.isPending}
      otherActs={
        out === null ? null : (
          <Button variant="secondary" type="button" aria-disabled={save.isPending} onClick={() => ask(null)}>
            Back in service now
          </Button>
        )
      }
      onSubmit={(form) => ask(readPeriod(form))}
      onClose={onDone}
    >
      {(errorAt) => (
        <>
          {conflict}
          <div className="grid gap-4 sm:grid-cols-2">
            <Field name="firstDate" label="Out from" error={errorAt("firstDate")} required>
              {(control) => (
                <Input {...control} type="date" min={today} defaultValue={out?.firstDate ?? today} />
              )}
            </Field>
            <Field name="firstTime" label="At" error={errorAt("firstTime")} required>
              {(control) => <Input {...control} type="time" defaultValue={out?.firstTime ?? "08:00"} />}
            </Field>
          </div>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field name="lastDate" label="Back on" error={errorAt("lastDate")} required>
              {(control) => <Input {...control} type="date" min={today} defaultValue={out?.lastDate} />}
            </Field>
            <Field name="lastTime" label="Back at" error={errorAt("lastTime")} required>
              {(control) => <Input {...control} type="time" defaultValue={out?.lastTime ?? "08:00"} />}
            </Field>
          </div>
          {place === null ? null : <p className="text-muted text-sm">By the clock at {place.name}.</p>}
          <Field name="reason" label="Why" optional error={errorAt("reason")}>
            {(control) => (
              <Input {...control} defaultValue={out?.reason} maxLength={200} placeholder="Repainting" />
            )}
          </Field>
        </>
      )}
    </FormPanel>
  );
}

const missing: Readonly<Record<string, string>> = {
  firstDate: "Choose the first day.",
  firstTime: "Say from when.",
  lastDate: "Choose the day on which it is back.",
  lastTime: "Say when it is back.",
};

function readPeriod(form: FormData): unknown {
  return {
    firstDate: formText(form, "firstDate"),
    firstTime: formText(form, "firstTime"),
    lastDate: formText(form, "lastDate"),
    lastTime: formText(form, "lastTime"),
    reason: formText(form, "reason"),
  };
}
