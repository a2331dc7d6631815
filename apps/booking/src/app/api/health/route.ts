import { health } from "@quietroom/api";
import { api } from "../../../server/api.ts";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  try {
    const answer = await health((await api()).runtime);
    return Response.json(answer, { status: answer.ok ? 200 : 503 });
  } catch {
    return Response.json({ ok: false }, { status: 503 });
  }
}
