import { signOut } from "next-auth/react";

let signingOut = false;

/** Leaves for the sign-in page, which says that the session has ended and leads back to this one (AUTH-31). */
export function goToSignIn(): void {
  // What the page was still asking when its person signed out is refused, and is no news to them.
  if (signingOut) return;
  const back = encodeURIComponent(window.location.pathname + window.location.search);
  window.location.assign(`/sign-in?ended=1&next=${back}`);
}

/** Ends the session because its person asked for it; whoever signs in next begins at the beginning. */
export async function leave(): Promise<void> {
  signingOut = true;
  try {
    await signOut({ callbackUrl: "/sign-in" });
  } catch (error) {
    signingOut = false; // the server did not answer: the session goes on
    throw error;
  }
}
