import type { StaffActor } from "@quietroom/api";
import { redirect } from "next/navigation";
import { cache } from "react";
import { staffContext } from "./api.ts";

/** Who is signed in, to decide what to draw. The procedures decide for themselves. */
export const signedIn = cache(async (): Promise<StaffActor> => {
  const actor = await (await staffContext()).findStaff("recheck");
  return actor ?? redirect("/sign-in");
});
