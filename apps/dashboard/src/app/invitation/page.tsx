import { Wordmark } from "@quietroom/ui/blocks/wordmark";
import type { Metadata } from "next";
import { AcceptInvitation } from "../../features/accept-invitation/accept-invitation.tsx";
import { LiveData } from "../../live/trpc.tsx";

export const metadata: Metadata = { title: "Invitation" };

/** Where the mail of an invitation leads. What its link is good for is asked by the browser alone: the token is in no request's address. */
export default function InvitationPage() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center gap-8 px-(--gutter) py-12">
      <Wordmark />
      <LiveData>
        <AcceptInvitation />
      </LiveData>
    </main>
  );
}
