"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { moveSession } from "@quietroom/contracts/groups";
import { instant, localTime } from "@quietroom/domain/time";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { checkInput } from "../../show/check-input.ts";
import { failureWords } from "../../show/failure-words.ts";
import { sessionRefusalWords } from "./session-words.ts";

const missing = { date: "Choose a date.", time: "Say when it begins." };

/** Moves one session to another time, another room, or both; the time is meant on the wall of its place. */
export function MoveSession({
  roster: { session, rooms },
}: {
  readonly roster: StaffOutput["groups"]["roster"];
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<string>();
  const { date, time } = localTime(instant(session.startsAt), session.timeZone);
  const move = useMutation(
    trpc.groups.move.mutationOptions({
      onSuccess: (answer) => {
        if (answer.ok) notify({ title: "Session moved", tone: "positive" });
        else setWrong(sessionRefusalWords(answer.refusal));
      },
      onError: (failure) => setWrong(failureWords(failure, "Nothing was moved.")),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  return (
    <form
      aria-label="Move the session"
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (move.isPending) return;
        const form = new FormData(event.currentTarget);
        const roomId = formText(form, "roomId");
        const asked = checkInput(
          moveSession,
          {
            groupSessionId: session.id,
            version: session.version,
            date: formText(form, "date"),
            time: formText(form, "time"),
            roomId: roomId === "" ? null : roomId,
          },
          missing,
        );
        setWrong(asked.ok ? undefined : asked.wrong.words);
        if (asked.ok) move.mutate(asked.input);
      }}
    >
      <h3 className="font-medium">Move</h3>
      {wrong === undefined ? null : (
        <Notice tone="danger" role="alert">
          {wrong}
        </Notice>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field name="date" label="New date">
          {(control) => <Input {...control} type="date" defaultValue={date} />}
        </Field>
        <Field name="time" label="New time" hint="Whoever is booked is told of it by email.">
          {(control) => <Input {...control} type="time" defaultValue={time} />}
        </Field>
      </div>
      {rooms.length === 0 ? null : (
        <Field name="roomId" label="Room">
          {(control) => (
            <NativeSelect {...control} defaultValue={session.roomId ?? ""}>
              <option value="">Any that is free</option>
              {rooms.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      )}
      <Button type="submit" variant="secondary" className="w-fit" disabled={move.isPending}>
        Move the session
      </Button>
    </form>
  );
}
