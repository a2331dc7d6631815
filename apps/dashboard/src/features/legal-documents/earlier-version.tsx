import type { StaffOutput } from "@quietroom/api/client";
import type { DocumentKind } from "@quietroom/domain/records";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SimpleText } from "@quietroom/ui/blocks/simple-text";
import Link from "next/link";

/** One published version, to be read: nobody changes it. */
export function EarlierVersion({
  kind,
  document,
}: {
  readonly kind: DocumentKind;
  readonly document: StaffOutput["legal"]["document"];
}) {
  const { shown, versions } = document;
  if (shown === null) return null;
  const current = versions[0]?.version === shown.version;
  return (
    <div className="grid gap-6">
      <Notice
        title={`Version ${shown.version}${current ? ", the current one" : ""}`}
        action={
          <Link className="font-medium underline underline-offset-4" href={`/legal/${kind}`}>
            Write the next version
          </Link>
        }
      >
        A published version stays as it is.
      </Notice>
      <SimpleText text={shown.body} />
    </div>
  );
}
