"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { moveSession } from "@quietroom/contracts/groups";
import { instant, localTime } from "@quietroom/domain/time";
import { Field } from "@quietroom/ui/blocks/field";
import type { WrongInput } from "@quietroom/ui/blocks/form-panel";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { useFocusWrong } from "@quietroom/ui/use-focus-wrong";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { checkInput } from "../../show/check-input.ts";
import { failureWords } from "../../show/failure-words.ts";
import { useChangedMeanwhile } from "../../show/use-changed-meanwhile.tsx";
import { moveFields, saidOfPlacement, sessionRefusalWords, versionOver } from "./session-words.ts";
import { type Begun, SaveButton, useBegun } from "./use-begun.tsx";

type Roster = StaffOutput["groups"]["roster"];

const missing = { date: "Choose a date.", time: "Say when it begins." };

/** Moves one session to another time, another room, or both; the time is meant on the wall of its place. */
export function MoveSession({ roster, locale }: { readonly roster: Roster; readonly locale: string }) {
  const { times, begun } = useBegun(roster.session);
  return <MoveForm key={times} roster={roster} locale={locale} begun={begun} />;
}

function MoveForm({
  roster: { session, rooms },
  locale,
  begun,
}: {
  readonly roster: Roster;
  readonly locale: string;
  readonly begun: Begun;
}) {
  const { opened, onTyped, onDone } = begun;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<WrongInput>();
  const form = useFocusWrong(wrong);
  const said = saidOfPlacement(locale);
  const { base, theirs, conflict, meet } = useChangedMeanwhile({
    opened,
    present: session,
    said,
    onTakeTheirs: onDone,
  });
  const { date, time } = localTime(instant(opened.startsAt), opened.timeZone);
  const move = useMutation(
    trpc.groups.move.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries();
        if (answer.ok) {
          onDone();
          notify({ title: "Session moved", tone: "positive" });
        } else if (answer.refusal.code === "changed_meanwhile") meet();
        else
          setWrong({
            field: moveFields[answer.refusal.code] ?? null,
            words: sessionRefusalWords(answer.refusal),
          });
      },
      onError: (failure) => setWrong({ field: null, words: failureWords(failure, "Nothing was moved.") }),
    }),
  );
  const errorAt = (field: string) => (wrong?.field === field ? wrong.words : theirs[field]);
  return (
    <form
      ref={form}
      aria-label="Move the session"
      className="grid gap-4"
      noValidate
      onChange={onTyped}
      onSubmit={(event) => {
        event.preventDefault();
        if (move.isPending) return;
        const typed = new FormData(event.currentTarget);
        const roomId = formText(typed, "roomId");
        const asked = checkInput(
          moveSession,
          {
            groupSessionId: session.id,
            version: versionOver(said, base, session),
            date: formText(typed, "date"),
            time: formText(typed, "time"),
            roomId: roomId === "" ? null : roomId,
          },
          missing,
        );
        setWrong(asked.ok ? undefined : asked.wrong);
        if (asked.ok) move.mutate(asked.input);
      }}
    >
      <h3 className="font-medium">Move</h3>
      {wrong?.field === null ? (
        <Notice tone="danger" role="alert">
          {wrong.words}
        </Notice>
      ) : null}
      {conflict}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field name="date" label="New date" error={errorAt("date")}>
          {(control) => <Input {...control} type="date" defaultValue={date} />}
        </Field>
        <Field
          name="time"
          label="New time"
          hint="Whoever is booked is told of it, where their address takes mail."
          error={errorAt("time")}
        >
          {(control) => <Input {...control} type="time" defaultValue={time} />}
        </Field>
      </div>
      {rooms.length === 0 ? null : (
        <Field name="roomId" label="Room" error={errorAt("roomId")}>
          {(control) => (
            <NativeSelect {...control} defaultValue={opened.roomId ?? ""}>
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
      <SaveButton pending={move.isPending} begun={begun}>
        Move the session
      </SaveButton>
    </form>
  );
}
