import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { createServer, type RequestListener } from "node:http";
import { connect, createServer as createListener } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";
import { fetchOutside } from "./fetch-outside.ts";

const publicAddress = "93.184.216.34";

/** Answers of the DNS by name, in turn; the last one stays. */
const zone = new Map<string, string[]>();
const dns = await openDns();
const resolver = new Resolver({ timeout: 500, tries: 1 });
resolver.setServers([`127.0.0.1:${dns.port}`]);

/** Whatever is reached on this machine, and by which address it was meant to be reached. */
let answerWith: RequestListener = (_, response) => response.end("hello");
const hits: string[] = [];
const dialled: string[] = [];
const site = createServer((request, response) => {
  hits.push(`${request.method} ${request.headers.host}${request.url}`);
  answerWith(request, response);
});
site.on("upgrade", (_, socket) => hits.push("upgraded") && socket.destroy());
const sitePort = await listening(site);
afterAll(() => {
  site.closeAllConnections();
  site.close();
  dns.close();
});

beforeEach(() => {
  zone.clear();
  hits.length = 0;
  dialled.length = 0;
  zone.set("good.test", [publicAddress]);
  answerWith = (_, response) => response.end("hello");
});

/** As in production, but that names are ours and that every address leads to this machine, inside ones as well. */
async function fetched(address: string, more: Partial<Parameters<typeof fetchOutside>[1]> = {}) {
  return await fetchOutside(address, {
    maxBytes: 1_000,
    timeoutMs: 2_000,
    transport: "http too",
    resolve: async (name) => await resolver.resolve4(name),
    dial: (target, port) => {
      dialled.push(`${target}:${port}`);
      return connect({ host: "127.0.0.1", port: sitePort });
    },
    ...more,
  });
}

const refused = (refusal: string) => ({ ok: false, refusal });

test("a public address is read, with nothing of ours sent along", async () => {
  let sent: object = {};
  answerWith = (request, response) => {
    sent = request.headers;
    response.end("hello");
  };
  const answer = await fetched("http://good.test/feed?a=1");
  if (!answer.ok) throw new Error(answer.refusal);
  expect(answer.value.status).toBe(200);
  expect(new TextDecoder().decode(answer.value.body)).toBe("hello");
  expect(hits).toEqual(["GET good.test/feed?a=1"]);
  expect(dialled).toEqual([`${publicAddress}:80`]);
  expect(Object.keys(sent).toSorted()).toEqual(["accept", "accept-encoding", "connection", "host"]);
});

test.each([
  "http://127.0.0.1/",
  "http://127.1/",
  "http://2130706433/",
  "http://0x7f000001/",
  "http://0177.0.0.1/",
  "http://0/",
  "http://0.0.0.0/",
  "http://10.0.0.7/",
  "http://172.16.0.1/",
  "http://192.168.0.1/",
  "http://100.64.0.1/",
  "http://169.254.169.254/latest/meta-data/",
  "http://[::1]/",
  "http://[::]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[64:ff9b::7f00:1]/",
  "http://[2002:7f00:1::]/",
  "http://[fd00:ec2::254]/",
  "http://[fe80::1]/",
  "http://１２７.0.0.1/",
  "http://①②⑦.⓪.⓪.①/",
  "http://224.0.0.1/",
])("check 68 %s leads inside and is not asked", async (address) => {
  expect(await fetched(address)).toEqual(refused("inside"));
  expect([hits, dialled]).toEqual([[], []]);
});

test.each(["127.0.0.1", "10.1.2.3", "169.254.169.254", "0.0.0.0", "192.168.0.1", "100.64.9.9"])(
  "check 68 a name that leads to %s is not asked, nor one that leads there as well",
  async (inside) => {
    zone.set("evil.test", [inside]);
    zone.set("both.test", [`${publicAddress} ${inside}`]);
    for (const name of ["evil.test", "both.test", "evil.test."]) {
      expect(await fetched(`http://${name}/`)).toEqual(refused("inside"));
    }
    expect([hits, dialled]).toEqual([[], []]);
  },
);

test("check 68 a name that answers otherwise the second time is asked for once, and the first answer is where we go", async () => {
  zone.set("rebind.test", [publicAddress, "127.0.0.1"]);
  expect((await fetched("http://rebind.test/")).ok).toBe(true);
  expect(dialled).toEqual([`${publicAddress}:80`]);
  expect(dns.asked("rebind.test")).toBe(1);
  expect(await fetched("http://rebind.test/")).toEqual(refused("inside"));
  expect(hits).toHaveLength(1);
});

test.each([
  ["http://127.0.0.1/", "inside"],
  ["http://evil.test/", "inside"],
  ["//169.254.169.254/latest", "inside"],
  ["http://2852039166/", "inside"],
  ["https://good.test:8443/", "bad_address"],
  ["file:///etc/passwd", "bad_address"],
  ["gopher://good.test/", "bad_address"],
  ["ws://good.test/", "bad_address"],
  ["http://user:secret@good.test/", "bad_address"],
  ["http://[nonsense", "bad_address"],
  ["/again", "too_many_redirects"],
])("check 68 a redirect to %s is looked at like the first address", async (location, refusal) => {
  zone.set("evil.test", ["10.0.0.1"]);
  answerWith = (_, response) => response.writeHead(302, { location }).end();
  expect(await fetched("http://good.test/start")).toEqual(refused(refusal));
  expect(hits).toHaveLength(refusal === "too_many_redirects" ? 4 : 1);
});

test("check 68 a redirect that stays outside is followed", async () => {
  answerWith = ({ url }, response) =>
    url === "/start" ? response.writeHead(301, { location: "/end" }).end() : response.end("there");
  const answer = await fetched("http://good.test/start");
  expect(answer.ok && new TextDecoder().decode(answer.value.body)).toBe("there");
});

test.each([
  "http://good.test/",
  "https://good.test:444/",
  "https://user@good.test/",
  "ftp://good.test/",
  "javascript:alert(1)",
  "good.test",
  "",
])("check 68 %j is no address that may be asked", async (address) => {
  expect(await fetched(address, { transport: "https only" })).toEqual(refused("bad_address"));
  expect([hits, dialled]).toEqual([[], []]);
});

test("check 68 an answer without end is read no further than it may be, whether it says its length or not", async () => {
  answerWith = (_, response) => response.end("x".repeat(1_001));
  expect(await fetched("http://good.test/")).toEqual(refused("too_large"));
  let written = 0;
  answerWith = (_, response) => {
    const more = () => {
      while (!response.destroyed && written < 50_000_000) {
        written += 65_536;
        if (!response.write("x".repeat(65_536))) return void response.once("drain", more);
      }
    };
    more();
  };
  expect(await fetched("http://good.test/")).toEqual(refused("too_large"));
  expect(written).toBeLessThan(50_000_000);
});

test("check 68 neither a slow name, a slow server nor a slow body takes longer than it may", async () => {
  const wishes = { timeoutMs: 150 };
  const began = performance.now();
  const never = async () => await new Promise<never>(() => undefined);
  expect(await fetched("http://good.test/", { ...wishes, resolve: never })).toEqual(refused("too_slow"));
  answerWith = () => undefined;
  expect(await fetched("http://good.test/", wishes)).toEqual(refused("too_slow"));
  answerWith = (_, response) => response.writeHead(200).write("x");
  expect(await fetched("http://good.test/", wishes)).toEqual(refused("too_slow"));
  expect(performance.now() - began).toBeLessThan(1_500);
});

test("check 68 a connection is never anything but an answer: no upgrade, no other protocol, no certificate of nobody", async () => {
  const tunnel = createListener((socket) => {
    socket.once("data", () =>
      socket.write("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"),
    );
    socket.on("error", () => undefined);
  });
  const port = await listening(tunnel);
  expect(await fetched("http://good.test/", { dial: () => connect({ host: "127.0.0.1", port }) })).toEqual(
    refused("unreachable"),
  );
  tunnel.close();
  // This machine's site speaks no TLS, so that an https address is refused and not read in the clear.
  expect(await fetched("https://good.test/")).toEqual(refused("unreachable"));
  expect(dialled).toEqual([`${publicAddress}:443`]);
  expect(hits).toEqual([]);
  expect(await fetched("http://nobody.test/")).toEqual(refused("unresolved"));
});

async function listening(server: ReturnType<typeof createListener>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** A DNS server for `zone`: enough of RFC 1035 to answer one question for IPv4 addresses. */
async function openDns() {
  const questions: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (message, sender) => {
    const { name, end } = questionIn(message);
    questions.push(name);
    const answers = zone.get(name) ?? [];
    const now = (answers.length > 1 ? answers.shift() : answers[0])?.split(" ") ?? [];
    const header = Buffer.from(message.subarray(0, 12));
    header.writeUInt16BE(now.length > 0 ? 0x8180 : 0x8183, 2);
    header.writeUInt16BE(now.length, 6);
    header.writeUInt32BE(0, 8);
    const records = now.map((address) =>
      Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split(".").map(Number)]),
    );
    socket.send(Buffer.concat([header, message.subarray(12, end), ...records]), sender.port, sender.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return {
    port: socket.address().port,
    asked: (name: string) => questions.filter((one) => one === name).length,
    close: () => void socket.close(),
  };
}

function questionIn(message: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.subarray(at + 1, at + 1 + length).toString());
    at += length + 1;
  }
  return { name: labels.join("."), end: at + 5 };
}
