import { Button } from "@quietroom/ui/primitives/button";
import Link from "next/link";

/** What an invitation that opens nothing means, and what to do. */
export function NotOpen({ refusal }: { readonly refusal: "link_invalid" | "link_used" | "link_expired" }) {
  const { title, text, signIn } = words[refusal];
  return (
    <>
      <h1 className="display text-3xl">{title}</h1>
      <p>{text}</p>
      {signIn ? (
        <Button asChild className="w-fit">
          <Link href="/sign-in">Sign in</Link>
        </Button>
      ) : null}
    </>
  );
}

const words = {
  link_invalid: {
    title: "This is no invitation",
    text: "The link is not whole. Open it from the mail again, or copy all of it.",
    signIn: false,
  },
  link_used: {
    title: "This invitation was accepted",
    text: "An invitation counts once. If it was you, sign in with the password that you chose.",
    signIn: true,
  },
  link_expired: {
    title: "This invitation is over",
    text: "It lasted 48 hours, or the studio withdrew it or sent a newer one. Look for a newer mail, or ask the studio to invite you again.",
    signIn: false,
  },
} as const;
