import { Notice } from "@quietroom/ui/blocks/notice";
import { type Studio, telephone } from "../studio/studio-frame.tsx";

/** Says that no mail goes to the client, where that is so, and what they can do (NOTIF-07). */
export function NoMail({
  studio,
  visit,
}: {
  readonly studio: Studio;
  readonly visit: { readonly mailStopped: boolean };
}) {
  if (!visit.mailStopped) return null;
  return (
    <Notice tone="caution" title="No email from us reaches you">
      <p>
        Mail to the address that we have of you came back, or was marked as unwanted, so nothing about this
        visit is sent there. This page shows how it stands. To give us another address, call{" "}
        <a className="font-medium underline underline-offset-4" href={`tel:${telephone(studio.phone)}`}>
          {studio.phone}
        </a>
        .
      </p>
    </Notice>
  );
}
