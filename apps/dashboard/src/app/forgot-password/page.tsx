import { Wordmark } from "@quietroom/ui/blocks/wordmark";
import type { Metadata } from "next";
import { ForgotPasswordForm } from "../../features/forgot-password/forgot-password-form.tsx";
import { LiveData } from "../../live/trpc.tsx";

export const metadata: Metadata = { title: "Forgot your password?" };

export default function ForgotPasswordPage() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-8 px-(--gutter) py-12">
      <div className="grid gap-6">
        <Wordmark />
        <h1 className="display text-3xl">Forgot your password?</h1>
      </div>
      <LiveData>
        <ForgotPasswordForm />
      </LiveData>
    </main>
  );
}
