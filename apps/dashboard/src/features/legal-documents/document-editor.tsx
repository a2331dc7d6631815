"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { type DocumentKind, documentTitles } from "@quietroom/domain/records";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { Field } from "@quietroom/ui/blocks/field";
import { SimpleText } from "@quietroom/ui/blocks/simple-text";
import { Button } from "@quietroom/ui/primitives/button";
import { Textarea } from "@quietroom/ui/primitives/textarea";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";

const most = 60_000;

/** The next version being written, beside how clients will read it. Nothing changes for anybody until it is published. */
export function DocumentEditor({
  kind,
  initial,
}: {
  readonly kind: DocumentKind;
  readonly initial: StaffOutput["legal"]["document"];
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const published = initial.shown?.body ?? "";
  const basedOn = initial.versions[0]?.version ?? 0;
  const next = basedOn + 1;
  const [body, setBody] = useState(published);
  const [wrong, setWrong] = useState<string>();
  const [asking, setAsking] = useState(false);
  const { run, pending, error, dialog } = useProvenAct(trpc.legal.publish.mutationOptions(), {
    done: `Version ${next} is published`,
    refusals: {
      published_meanwhile:
        "A colleague has published another version meanwhile. Copy what you wrote, reload this page and read theirs first.",
      unchanged: "These are the words that hold already.",
    },
    onDone: () => {
      setAsking(false);
      router.refresh();
    },
  });

  function check(): void {
    const problem = problemOf(body, published);
    setWrong(problem);
    if (problem === undefined) setAsking(true);
  }

  return (
    <form
      noValidate
      className="grid gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      <div className="grid items-start gap-8 lg:grid-cols-2">
        <Field
          name="body"
          label={basedOn === 0 ? "The text of version 1" : `The text that becomes version ${next}`}
          hint="“## ” begins a heading, “- ” a point of a list, an empty line a paragraph."
          error={wrong}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={6}
              maxLength={most}
              className="max-h-[70vh] min-h-80 overflow-y-auto"
              value={body}
              aria-required="true"
              onChange={(event) => {
                setBody(event.target.value);
                setWrong(undefined);
              }}
            />
          )}
        </Field>
        <section aria-labelledby="preview" className="grid gap-1.5">
          <p id="preview" className="font-medium text-sm">
            As clients read it
          </p>
          <div className="min-h-80 rounded-md border border-line bg-raised p-5">
            {body.trim() === "" ? (
              <p className="text-muted">Nothing written yet.</p>
            ) : (
              <SimpleText text={body} />
            )}
          </div>
        </section>
      </div>
      <Button type="submit" className="w-fit">
        Publish version {next} …
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Publish version ${next} of the ${documentTitles[kind].toLowerCase()}?`}
        description="It is current at once. Whoever books accepts it, and clients at the portal are asked at their next visit. A published version cannot be changed or taken away; a mistake is put right by the next one."
        confirmLabel="Publish"
        cancelLabel="Keep writing"
        pending={pending}
        error={error}
        onConfirm={() => run({ kind, basedOn, body })}
      />
      {dialog}
    </form>
  );
}

function problemOf(body: string, published: string): string | undefined {
  if (body.trim() === "") return "Write the text first.";
  return body.trim() === published ? "These are the words that hold already: change them first." : undefined;
}
