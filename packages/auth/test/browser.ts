import NextAuth, { type NextAuthOptions } from "next-auth";

export type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly location: string | null;
  readonly setCookies: readonly string[];
};

/**
 * A browser that speaks to next-auth's own handler and keeps its cookies, with the form token that each post needs. `sent` are headers
 * that it, or a proxy before us, adds to each request.
 */
export function openBrowser(
  options: (headers: Headers) => NextAuthOptions,
  sent: Readonly<Record<string, string>> = {},
) {
  const cookies = new Map<string, string>();

  async function ask(
    method: "GET" | "POST",
    path: string,
    body: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer> {
    const answer: { status: number; body: unknown; headers: Map<string, unknown> } = {
      status: 200,
      body: null,
      headers: new Map(),
    };
    const [action = "", query = ""] = path.split("?");
    const headers = {
      host: "dashboard.test",
      "user-agent": "Browser/1.0 pla\u00e9in",
      cookie: cookieHeader(),
      ...sent,
    };
    const request = {
      method,
      body: method === "POST" ? { ...body, json: "true" } : {},
      headers,
      cookies: Object.fromEntries(cookies),
      query: { ...Object.fromEntries(new URLSearchParams(query)), nextauth: action.split("/") },
    };
    const response = {
      status: (code: number) => Object.assign(response, { sent: (answer.status = code) }),
      getHeader: (name: string) => answer.headers.get(name.toLowerCase()),
      setHeader: (name: string, value: unknown) =>
        Object.assign(response, { set: answer.headers.set(name.toLowerCase(), value) }),
      json: (sent: unknown) => void (answer.body = sent),
      send: (sent: unknown) => void (answer.body = sent),
      end: () => undefined,
    };
    await nodeHandler(options(new Headers(headers)))(request, response);
    const setCookies = [answer.headers.get("set-cookie") ?? []].flat().map(String);
    for (const line of setCookies) keep(line);
    const location = answer.headers.get("location");
    return {
      status: answer.status,
      body: answer.body,
      location: typeof location === "string" ? location : null,
      setCookies,
    };
  }

  function cookieHeader(): string {
    return [...cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("; ");
  }

  function keep(line: string): void {
    const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
    if (value === "") cookies.delete(name);
    else cookies.set(name, decodeURIComponent(value));
  }

  async function post(path: string, body: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const { body: token } = await ask("GET", "csrf");
    return await ask("POST", path, { ...tokenIn(token), ...body });
  }

  return {
    cookies: (): Readonly<Record<string, string>> => Object.fromEntries(cookies),
    put: (name: string, value: string) => void cookies.set(name, value),
    get: async (path: string) => await ask("GET", path),
    post,
    postWithoutToken: async (path: string, body: Readonly<Record<string, unknown>>) =>
      await ask("POST", path, body),
    signIn: async (email: unknown, password: unknown) =>
      await post("callback/credentials", { email, password }),
    secondFactor: async (code: unknown) => await post("callback/second-factor", { code }),
    signOut: async () => await post("signout"),
  };
}

/** next-auth takes plain Node requests too; these two are all of them that it touches, which is why the cast holds. */
function nodeHandler(options: NextAuthOptions): (request: object, response: object) => Promise<void> {
  return NextAuth(options) as (request: object, response: object) => Promise<void>;
}

function tokenIn(body: unknown): { readonly csrfToken: unknown } {
  return {
    csrfToken: typeof body === "object" && body !== null && "csrfToken" in body ? body.csrfToken : null,
  };
}
