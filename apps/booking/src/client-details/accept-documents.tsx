import { documentTitles } from "@quietroom/domain/records";
import { FieldRow } from "@quietroom/ui/blocks/field";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { Fragment } from "react";
import { type ShownDocument, writeShown } from "./accepted-documents.ts";

/**
 * One box for what the studio publishes, never ticked beforehand; nothing where there is nothing. Each text opens beside the form, so that
 * what was typed stays. Plain fields: they work before and without JavaScript.
 */
export function AcceptDocuments({
  studioHref,
  documents,
  error,
}: {
  readonly studioHref: string;
  readonly documents: readonly ShownDocument[];
  readonly error: string | undefined;
}) {
  if (documents.length === 0) return null;
  return (
    <>
      <FieldRow
        name="acceptDocuments"
        label={
          <>
            I have read and accept the{" "}
            {documents.map(({ kind, version }, place) => (
              <Fragment key={kind}>
                {place === 0 ? null : " and the "}
                <a
                  href={`${studioHref}/legal/${kind}?version=${version}`}
                  target="_blank"
                  rel="noopener"
                  className="underline underline-offset-4 hover:text-accent"
                >
                  {documentTitles[kind].toLowerCase()}
                  <span className="sr-only"> (opens in a new tab)</span>
                </a>
              </Fragment>
            ))}
          </>
        }
        error={error}
        required
      >
        {(control) => <Checkbox {...control} />}
      </FieldRow>
      <input type="hidden" name="documents" value={writeShown(documents)} />
    </>
  );
}

export const acceptDocumentsWords = "Please read and accept this to go on.";
