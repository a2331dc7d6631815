import { can, type Permission } from "@quietroom/domain/access";
import { notFound } from "next/navigation";
import { staffCaller } from "./api.ts";
import { signedIn } from "./signed-in.ts";

export type PageQuestion = (caller: Awaited<ReturnType<typeof staffCaller>>) => Promise<unknown>;

/**
 * A page that somebody may not see is not there for them. Asked in its layout: what the page itself finds out comes after the first byte, and
 * so after the status. `ask` is the page's first question, whose refusal is put on record.
 */
export async function onlyFor(needs: Permission, ask: PageQuestion): Promise<void> {
  if (can(await signedIn(), needs)) return;
  await ask(await staffCaller()).catch(() => undefined);
  notFound();
}
