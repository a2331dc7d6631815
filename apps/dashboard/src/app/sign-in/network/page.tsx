import { Button } from "@quietroom/ui/primitives/button";
import { Wordmark } from "@quietroom/ui/blocks/wordmark";
import type { Metadata } from "next";
import Link from "next/link";

export const metadata: Metadata = { title: "Not from this network" };

/** Where somebody is sent whose studio lets its people in from other networks alone (AUTH-44). */
export default function NetworkPage() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-8 px-(--gutter) py-12">
      <div className="grid gap-6">
        <Wordmark />
        <h1 className="display text-3xl">Not from this network</h1>
      </div>
      <div className="grid gap-4">
        <p>
          Your studio lets its people in from certain networks alone, and you are in another one. Your
          password and your second step are as they were.
        </p>
        <p className="text-muted">
          Go on from a network that your studio has allowed, or ask an admin of the studio to add the one you
          are in.
        </p>
      </div>
      <Button asChild variant="secondary" className="w-fit">
        <Link href="/sign-in">Back to sign-in</Link>
      </Button>
    </main>
  );
}
