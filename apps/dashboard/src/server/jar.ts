import { cookies } from "next/headers";

/** The request's cookies by name. */
export async function cookieJar(): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await cookies()).getAll().map(({ name, value }) => [name, value]));
}
