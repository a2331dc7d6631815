import { redirect } from "next/navigation";
import { notHerePath } from "../studio/not-here-path.ts";

/**
 * Ends a page, an action or a route of a studio because what it is about is not there, or is not this person's: the two never differ.
 * Next's own `notFound` draws its words by scripts only, so this leads to a page that has them.
 */
export function notHere(studio: string): never {
  redirect(notHerePath(studio));
}
