import { Wordmark } from "@quietroom/ui/blocks/wordmark";
import type { Metadata } from "next";
import { NewPassword } from "../../features/new-password/new-password.tsx";
import { LiveData } from "../../live/trpc.tsx";

export const metadata: Metadata = { title: "Choose a new password" };

export default function NewPasswordPage() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-8 px-(--gutter) py-12">
      <div className="grid gap-6">
        <Wordmark />
        <h1 className="display text-3xl">Choose a new password</h1>
      </div>
      <LiveData>
        <NewPassword />
      </LiveData>
    </main>
  );
}
