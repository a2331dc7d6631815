import { lookup } from "node:dns/promises";
import { type IncomingMessage, request } from "node:http";
import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { isOutside } from "./is-outside.ts";

export type OutsideAnswer = {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Uint8Array;
};

/**
 * `bad_address`: no https address, with a name and password in it, or at another port than 443. `inside`: it, or one that it led to,
 * is not on the public internet. `unresolved`: no such name. `unreachable`: nobody answered, or not in HTTP. The rest is as it says.
 */
export type OutsideRefusal =
  | "bad_address"
  | "inside"
  | "unresolved"
  | "unreachable"
  | "too_many_redirects"
  | "too_large"
  | "too_slow";

type Wishes = {
  /** Of the body that is read at most, in bytes. */
  readonly maxBytes: number;
  /** For everything together: names, redirects and the body. */
  readonly timeoutMs: number;
  /** "http too" reads plain http at port 80 as well, which anybody on the way can read and change. */
  readonly transport?: "https only" | "http too";
  /** Every address of a name. The machine's own resolver unless given. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
  /** Opens a connection to an address that was found to be outside. */
  readonly dial?: (address: string, port: number) => Socket;
};

const mostRedirects = 3;

/**
 * Reads what an address that somebody gave us answers to GET, without letting them reach what only we can reach (SSRF). A name is
 * resolved once and the connection goes to the very address that was looked at, so that a second answer of the DNS changes
 * nothing; a name with any address inside is refused as a whole. Redirects are followed by hand and looked at like the first address.
 * Nothing of ours is sent along: no cookie, no key, no Referer. A connection that is to become another one (WebSocket) is dropped.
 */
export async function fetchOutside(
  address: string,
  wishes: Wishes,
): Promise<Result<OutsideAnswer, OutsideRefusal>> {
  const late = AbortSignal.timeout(wishes.timeoutMs);
  let next = address;
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const answer = await fetchOne(next, wishes, late);
    if (!answer.ok) return answer;
    const { status, headers } = answer.value;
    if (![301, 302, 303, 307, 308].includes(status) || headers.location === undefined) return answer;
    if (!URL.canParse(headers.location, next)) return refuse("bad_address");
    next = new URL(headers.location, next).href;
  }
  return refuse("too_many_redirects");
}

async function fetchOne(
  address: string,
  wishes: Wishes,
  late: AbortSignal,
): Promise<Result<OutsideAnswer, OutsideRefusal>> {
  const url = allowed(address, wishes.transport ?? "https only");
  if (url === null) return refuse("bad_address");
  const target = await outsideAddress(url, wishes, late);
  if (!target.ok) return target;
  return await get(url, target.value, wishes, late);
}

/** The address as a URL, which also writes out every other notation of an IPv4 address; null for one that may not be asked. */
function allowed(address: string, transport: "https only" | "http too"): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const protocols = transport === "http too" ? ["https:", "http:"] : ["https:"];
  // A port that is the protocol's own is left out by the parser.
  return protocols.includes(url.protocol) && url.port === "" && url.username === "" && url.password === ""
    ? url
    : null;
}

async function outsideAddress(
  url: URL,
  wishes: Wishes,
  late: AbortSignal,
): Promise<Result<string, OutsideRefusal>> {
  const name = url.hostname.replace(/^\[|\]$/g, "");
  const found = isIP(name) === 0 ? await resolved(name, wishes.resolve ?? everyAddress, late) : ok([name]);
  if (!found.ok) return found;
  const [first] = found.value;
  if (first === undefined) return refuse("unresolved");
  return found.value.every(isOutside) ? ok(first) : refuse("inside");
}

async function resolved(
  name: string,
  resolve: NonNullable<Wishes["resolve"]>,
  late: AbortSignal,
): Promise<Result<readonly string[], OutsideRefusal>> {
  const tooSlow = new Promise<Result<never, OutsideRefusal>>((give) => {
    if (late.aborted) give(refuse("too_slow"));
    else late.addEventListener("abort", () => give(refuse("too_slow")), { once: true });
  });
  const answered = resolve(name).then(ok, () => refuse("unresolved" as const));
  return await Promise.race([answered, tooSlow]);
}

async function everyAddress(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

/** GET over a connection to `target` and to nowhere else. */
function get(
  url: URL,
  target: string,
  { maxBytes, dial = connectTo }: Wishes,
  late: AbortSignal,
): Promise<Result<OutsideAnswer, OutsideRefusal>> {
  return new Promise((resolve) => {
    const end = (answer: Result<OutsideAnswer, OutsideRefusal>) => {
      resolve(answer);
      asked.destroy();
    };
    const failed = () => end(refuse(late.aborted ? "too_slow" : "unreachable"));
    const secure = url.protocol === "https:";
    const asked = request({
      method: "GET",
      path: `${url.pathname}${url.search}`,
      // Not compressed: what is counted is what is kept.
      headers: { host: url.host, accept: "*/*", "accept-encoding": "identity", connection: "close" },
      signal: late,
      createConnection: () => {
        const socket = dial(target, secure ? 443 : 80);
        if (!secure) return socket;
        return connectSecurely({ socket, ...(isIP(url.hostname) === 0 ? { servername: url.hostname } : {}) });
      },
    });
    asked.once("error", failed);
    asked.once("upgrade", failed);
    asked.once("close", failed);
    asked.once("response", (response) => {
      const chunks: Uint8Array[] = [];
      let size = 0;
      if (Number(response.headers["content-length"] ?? 0) > maxBytes) return end(refuse("too_large"));
      response.on("data", (chunk: Uint8Array) => {
        size += chunk.byteLength;
        if (size > maxBytes) return end(refuse("too_large"));
        chunks.push(chunk);
      });
      response.once("error", failed);
      response.once("end", () => {
        const { statusCode: status = 0, headers } = response;
        end(ok({ status, headers, body: new Uint8Array(Buffer.concat(chunks)) }));
      });
    });
    asked.end();
  });
}

function connectTo(address: string, port: number): Socket {
  return connectPlain({ host: address, port });
}
