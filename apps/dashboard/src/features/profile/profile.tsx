"use client";

import { saveProfile } from "@quietroom/contracts/practitioner-profile";
import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { Field } from "@quietroom/ui/blocks/field";
import type { WrongInput } from "@quietroom/ui/blocks/form-panel";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { Textarea } from "@quietroom/ui/primitives/textarea";
import { useFocusWrong } from "@quietroom/ui/use-focus-wrong";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { checkInput } from "../../show/check-input.ts";
import { failureWords } from "../../show/failure-words.ts";
import { useChangedMeanwhile } from "../../show/use-changed-meanwhile.tsx";
import { ProfilePhoto } from "./profile-photo.tsx";

type Kept = StaffOutput["practitioner"]["profile"];

const said = {
  displayName: { label: "Name", says: ({ displayName }: Kept) => displayName },
  title: { label: "Title", says: ({ title }: Kept) => title },
  bio: { label: "About", says: ({ bio }: Kept) => bio },
} as const;

/** How a practitioner is shown to clients: their name, title, words and photo (BOOK-01). */
export function Profile({ initial, canEdit }: { readonly initial: Kept; readonly canEdit: boolean }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.practitioner.profile.queryOptions(
      { practitionerId: asId(initial.practitionerId) },
      { initialData: initial },
    ),
  );
  const [opened, setOpened] = useState({ kept: initial, times: 0 });
  return (
    <div className="grid gap-10">
      <ProfilePhoto profile={data} canEdit={canEdit} />
      {canEdit ? (
        <ProfileForm
          key={opened.times}
          opened={opened.kept}
          present={data}
          onDone={(kept) => setOpened(({ times }) => ({ kept, times: times + 1 }))}
        />
      ) : (
        <section aria-labelledby="words" className="grid max-w-xl gap-2">
          <h2 id="words" className="display text-xl">
            {data.displayName}
          </h2>
          <p className="text-muted">{data.title || "No title yet"}</p>
          <p className="whitespace-pre-line">{data.bio || "No words yet."}</p>
        </section>
      )}
    </div>
  );
}

function ProfileForm({
  opened,
  present,
  onDone,
}: {
  readonly opened: Kept;
  readonly present: Kept;
  readonly onDone: (kept: Kept) => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const notify = useNotify();
  const [wrong, setWrong] = useState<WrongInput>();
  const form = useFocusWrong(wrong);
  const { base, theirs, conflict, meet } = useChangedMeanwhile({
    opened,
    present,
    said,
    onTakeTheirs: () => onDone(present),
  });
  const save = useMutation(
    trpc.practitioner.saveProfile.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries();
        if (!answer.ok) {
          meet();
          return;
        }
        notify({ title: "Profile saved", tone: "positive" });
        router.refresh(); // the name stands in the page's own head too
        onDone(answer.value);
      },
      onError: (failure) => setWrong({ field: null, words: failureWords(failure, "Nothing was changed.") }),
    }),
  );
  const errorAt = (field: string) => (wrong?.field === field ? wrong.words : undefined);
  return (
    <form
      ref={form}
      noValidate
      aria-label="Profile"
      className="grid max-w-xl gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (save.isPending) return;
        const given = new FormData(event.currentTarget);
        const asked = checkInput(
          saveProfile,
          {
            practitionerId: opened.practitionerId,
            version: base.version,
            displayName: formText(given, "displayName"),
            title: formText(given, "title"),
            bio: formText(given, "bio"),
          },
          { displayName: "Give a name.", title: "Use fewer words.", bio: "Use fewer words." },
        );
        setWrong(asked.ok ? undefined : asked.wrong);
        if (asked.ok) save.mutate(asked.input);
      }}
    >
      {conflict}
      {wrong?.field === null ? <Notice tone="danger">{wrong.words}</Notice> : null}
      <Field
        name="displayName"
        id="profile-name"
        label="Name"
        hint={theirs["displayName"] ?? "As clients know them. Links that were given out go on working."}
        error={errorAt("displayName")}
        required
      >
        {(control) => <Input {...control} defaultValue={opened.displayName} maxLength={120} />}
      </Field>
      <Field
        name="title"
        id="profile-title"
        label="Title"
        hint={theirs["title"] ?? "Such as “Physiotherapist, DPT”."}
        error={errorAt("title")}
        optional
      >
        {(control) => <Input {...control} defaultValue={opened.title} maxLength={120} />}
      </Field>
      <Field
        name="bio"
        id="profile-bio"
        label="About"
        hint={theirs["bio"] ?? "A few sentences: whom they help, and how. Everybody reads them."}
        error={errorAt("bio")}
        optional
      >
        {(control) => <Textarea {...control} defaultValue={opened.bio} maxLength={1000} rows={6} />}
      </Field>
      <Button type="submit" aria-disabled={save.isPending} aria-busy={save.isPending} className="w-fit">
        {save.isPending ? "Saving …" : "Save"}
      </Button>
    </form>
  );
}
