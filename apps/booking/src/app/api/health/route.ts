import { api } from "../../../server/api.ts";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  try {
    const answer = await (await api()).health();
    return Response.json(answer, { status: answer.ok ? 200 : 503 });
  } catch {
    return Response.json({ ok: false }, { status: 503 });
  }
}
