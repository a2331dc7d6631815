import { Wordmark } from "@quietroom/ui/blocks/wordmark";
import type { Metadata } from "next";
import { ConfirmEmail } from "../../features/confirm-email/confirm-email.tsx";
import { LiveData } from "../../live/trpc.tsx";

export const metadata: Metadata = { title: "Is this your new address?" };

export default function ConfirmEmailPage() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-8 px-(--gutter) py-12">
      <div className="grid gap-6">
        <Wordmark />
        <h1 className="display text-3xl">Is this your new address?</h1>
      </div>
      <LiveData>
        <ConfirmEmail />
      </LiveData>
    </main>
  );
}
