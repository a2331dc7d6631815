import type { openBrowser } from "./browser.ts";

type Browser = ReturnType<typeof openBrowser>;

/** Leaves for the provider as the button does: the address there, or the one of ours that says why not. */
export async function leave(browser: Browser, callbackUrl = "/sign-in/second-factor"): Promise<URL> {
  const { body } = await browser.post("signin/oidc", { callbackUrl });
  return new URL(urlIn(body));
}

/** What a browser does at the provider: follows it, with the provider's cookies, until it is sent away again; the address it is sent to. */
export async function visit(start: URL): Promise<URL> {
  const cookies = new Map<string, string>();
  for (let at = start; ; ) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(at, { redirect: "manual", headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
      cookies.set(name, value);
    }
    const location = answer.headers.get("location");
    if (location === null) throw new Error(`the provider answered ${answer.status} ${await answer.text()}`);
    at = new URL(location, at);
    if (at.origin !== start.origin) return at;
  }
}

/** Comes back to us by the address that the provider gave. */
export async function comeBack(browser: Browser, back: URL) {
  return await browser.get(`callback/oidc${back.search}`);
}

function urlIn(body: unknown): string {
  return typeof body === "object" && body !== null && "url" in body ? String(body.url) : "";
}
