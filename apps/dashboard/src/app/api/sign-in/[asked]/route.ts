import type { Auth } from "@quietroom/auth";
import { answerHeaders } from "@quietroom/web/page-security";
import { isFromOurPages } from "@quietroom/web/same-origin";
import { server } from "../../../../server/api.ts";
import { cookieJar } from "../../../../server/jar.ts";
import { site } from "../../../../server/site.ts";

type Jar = Readonly<Record<string, string>>;

/** What a browser asks for on the way in: a challenge for its passkeys, and a puzzle for whoever has failed too often. */
const things: Readonly<Record<string, (auth: Auth, jar: Jar) => Promise<object | null>>> = {
  passkey: async (auth) => await auth.signInChallenge(),
  "second-factor": async (auth, jar) => await auth.secondFactorChallenge(jar),
  puzzle: async (auth) => await auth.newPuzzle(),
};

/** Signs something that counts once, so it is a POST although nothing is kept; the answer is for the asking page alone. */
export async function POST(
  request: Request,
  { params }: { readonly params: Promise<{ readonly asked: string }> },
): Promise<Response> {
  const { origin, serving, admitAddress } = site();
  if (!isFromOurPages(request.headers, origin)) return new Response(null, { status: 403 });
  const admission = await admitAddress(request.headers);
  const headers = { ...answerHeaders(serving), "cache-control": "no-store" };
  if (!admission.ok) {
    const { status } = admission;
    return new Response(null, { status, headers: { ...headers, ...admission.headers } });
  }
  const { asked } = await params;
  const thing = Object.hasOwn(things, asked) ? things[asked] : undefined;
  const { auth } = await server();
  const answer = thing === undefined ? null : await thing(auth, await cookieJar());
  return answer === null ? new Response(null, { status: 404, headers }) : Response.json(answer, { headers });
}
