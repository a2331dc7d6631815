import { acceptedDocumentsSchema } from "@quietroom/contracts/agreements";
import { type DocumentKind, documentKinds } from "@quietroom/domain/records";
import { formText } from "@quietroom/ui/form-text";

/** One version of one of the studio's documents. */
export type ShownDocument = { readonly kind: DocumentKind; readonly version: number };

/** What the form showed beside the box, "terms:2,privacy:1": what was read is what is accepted, not what holds by then. */
export function writeShown(documents: readonly ShownDocument[]): string {
  return documents.map(({ kind, version }) => `${kind}:${version}`).join(",");
}

/**
 * What somebody ticked; null while there is something to tick and they have not. A form that shows nothing has nothing to tick. It comes
 * from a browser, so that whatever is no version of a document is left out, and the server asks again.
 */
export function readAccepted(form: FormData): ShownDocument[] | null {
  const shown = formText(form, "documents").slice(0, 200);
  if (shown === "") return [];
  if (form.get("acceptDocuments") !== "on") return null;
  const versions = shown.split(",").flatMap((part) => {
    const [name, version] = part.split(":");
    const kind = documentKinds.find((each) => each === name);
    return kind === undefined ? [] : [{ kind, version: Number(version) }];
  });
  const parsed = acceptedDocumentsSchema.safeParse(versions);
  return parsed.success ? parsed.data : [];
}
