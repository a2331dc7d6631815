"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId, type PractitionerId } from "@quietroom/domain/ids";
import { Avatar } from "@quietroom/ui/blocks/avatar";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { shrinkPhoto } from "./shrink-photo.ts";

type Profile = StaffOutput["practitioner"]["profile"];

const unreadable = "This file is no picture that your browser can read. Choose a JPEG, PNG or WebP.";
const refusals = {
  not_a_photo: unreadable,
  too_large: "This picture is too large even when it is made small. Choose another.",
} as const;

/** The photo of a practitioner, chosen, changed and taken away; it is made small and square before it leaves the browser. */
export function ProfilePhoto({ profile, canEdit }: { readonly profile: Profile; readonly canEdit: boolean }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const file = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string>();
  const [shrinking, setShrinking] = useState(false);
  const set = useMutation(
    trpc.practitioner.setPhoto.mutationOptions({
      onSuccess: async (answer, { photo }) => {
        setError(answer.ok ? undefined : refusals[answer.refusal.code]);
        if (answer.ok) notify({ title: photo === null ? "Photo removed" : "Photo saved", tone: "positive" });
        await queryClient.invalidateQueries();
      },
      onError: (failure) => setError(failureWords(failure, "Nothing was changed.")),
    }),
  );
  const busy = shrinking || set.isPending;
  const practitionerId = asId<PractitionerId>(profile.practitionerId);
  const choose = async (chosen: File | undefined) => {
    if (chosen === undefined || busy) return;
    setShrinking(true);
    const photo = await shrinkPhoto(chosen);
    setShrinking(false);
    setError(photo === null ? unreadable : undefined);
    if (photo !== null) set.mutate({ practitionerId, photo });
  };
  return (
    <section aria-labelledby="photo" className="grid max-w-xl gap-3">
      <h2 id="photo" className="display text-xl">
        Photo
      </h2>
      <div className="flex flex-wrap items-center gap-4">
        <Avatar
          name={profile.displayName}
          seed={profile.practitionerId}
          size="lg"
          photo={profile.photo === null ? null : `/api/photo/${profile.photo}`}
        />
        {canEdit ? (
          <div className="flex flex-wrap gap-2">
            <input
              ref={file}
              type="file"
              accept="image/jpeg,image/png,image/webp"
              className="sr-only"
              aria-label="Choose a photo"
              tabIndex={-1}
              onChange={({ currentTarget }) => {
                void choose(currentTarget.files?.[0]);
                currentTarget.value = "";
              }}
            />
            <Button
              size="sm"
              variant="secondary"
              aria-busy={busy}
              aria-disabled={busy}
              onClick={() => {
                if (!busy) file.current?.click();
              }}
            >
              {busy ? "Saving …" : profile.photo === null ? "Choose a photo …" : "Change the photo …"}
            </Button>
            {profile.photo === null ? null : (
              <Button
                size="sm"
                variant="quiet"
                aria-disabled={busy}
                onClick={() => {
                  if (!busy) set.mutate({ practitionerId, photo: null });
                }}
              >
                Remove
              </Button>
            )}
          </div>
        ) : null}
      </div>
      <p className="text-muted text-sm">
        Everybody sees it on the booking page. The middle of the picture is kept, small and square, without
        where and when it was taken.
      </p>
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
    </section>
  );
}
