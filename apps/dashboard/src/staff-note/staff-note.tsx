"use client";

import { longestStaffNote } from "@quietroom/contracts/scheduling";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { Textarea } from "@quietroom/ui/primitives/textarea";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTRPC } from "../live/trpc.tsx";
import { ChangedMeanwhile } from "../show/changed-meanwhile.tsx";
import { failureWords } from "../show/failure-words.ts";

type Note = { readonly text: string; readonly version: number };
type Visit = { readonly appointmentId: string; readonly who: string };

/** What staff noted about a visit or a member's seat, to read and to write. For whom the server has shown it. */
export function StaffNote({ visit, note }: { readonly visit: Visit; readonly note: Note }) {
  const [opened, setOpened] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  // Each at once, so that the focus goes into the field, and back to where it came from.
  const open = () => {
    flushSync(() => setOpened(true));
    document.getElementById(fieldOf(visit))?.focus();
  };
  const close = () => {
    flushSync(() => setOpened(false));
    opener.current?.focus();
  };
  if (opened) return <NoteForm visit={visit} note={note} onDone={close} />;
  const words = note.text === "" ? "Add a staff note" : "Change the staff note";
  return (
    <div className="grid basis-full justify-items-start gap-2">
      {note.text === "" ? null : (
        <p className="max-w-full whitespace-pre-line break-words">
          <span className="text-muted">Staff note:</span> {note.text}
        </p>
      )}
      <Button ref={opener} variant="secondary" size="sm" aria-label={`${words}: ${visit.who}`} onClick={open}>
        {words}
      </Button>
    </div>
  );
}

function NoteForm({
  visit,
  note,
  onDone,
}: {
  readonly visit: Visit;
  readonly note: Note;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [base, setBase] = useState(note); // what is changed, as it was seen
  const [text, setText] = useState(note.text);
  const [theirs, setTheirs] = useState<Note | null>(null);
  const [wrong, setWrong] = useState<string>();
  const write = useMutation(
    trpc.appointment.writeStaffNote.mutationOptions({
      onMutate: () => {
        setWrong(undefined);
        setTheirs(null);
      },
      onSuccess: async (answer) => {
        if (answer.ok) {
          await queryClient.invalidateQueries();
          notify({
            title: answer.value.text === "" ? "Staff note removed" : "Staff note saved",
            tone: "positive",
          });
          onDone();
          return;
        }
        if (answer.refusal.code === "changed_meanwhile") setTheirs(answer.refusal.note);
        else notify({ title: "There is no visit any more to note anything about.", tone: "danger" }); // it leaves the screen
        void queryClient.invalidateQueries();
      },
      onError: (failure) => setWrong(failureWords(failure, "The note stays as it was.")),
    }),
  );
  const keepMine = (kept: Note) => {
    setBase(kept);
    setTheirs(null);
    document.getElementById(fieldOf(visit))?.focus();
  };
  return (
    <form
      aria-label={`Staff note: ${visit.who}`}
      className="grid basis-full gap-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (write.isPending || theirs !== null) return;
        write.mutate({
          appointmentId: asId<AppointmentId>(visit.appointmentId),
          version: base.version,
          text,
        });
      }}
    >
      {wrong === undefined ? null : (
        <Notice tone="danger" role="alert">
          {wrong}
        </Notice>
      )}
      {theirs === null ? null : (
        <ChangedMeanwhile comes="on save" onKeepMine={() => keepMine(theirs)} onTakeTheirs={onDone}>
          <span className="whitespace-pre-line break-words">
            {theirs.text === "" ? "Nothing." : theirs.text}
          </span>
        </ChangedMeanwhile>
      )}
      <Field
        name="text"
        id={fieldOf(visit)}
        label="Staff note"
        hint="For staff only: clients see it neither with their visits nor in any message. It is part of their record, of which they may have a copy."
      >
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={longestStaffNote}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" aria-disabled={write.isPending || theirs !== null}>
          Save the note
        </Button>
        <Button type="button" variant="secondary" size="sm" onClick={onDone}>
          Not now
        </Button>
      </div>
    </form>
  );
}

/** A roster has a note for each of its members. */
function fieldOf({ appointmentId }: Visit): string {
  return `staff-note-${appointmentId}`;
}
