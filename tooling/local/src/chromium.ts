import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { checkout, localData, shown, toolEnvironment } from "./checkout.ts";

/** A Chromium that starts on this machine, and what it must be given. */
export type Chromium = {
  readonly path: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

// Without these it looks for updates and Google's hosts at every start.
const quiet = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
];

/**
 * Finds a Chromium, or gets one and says how: CHROMIUM_PATH, the system's, Playwright's own; else Debian's package (as root),
 * else Playwright's download, else a build from the npm registry. Throws when none of them starts.
 */
export function findChromium(say: (line: string) => void): Chromium {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && !starts(named))
    throw new Error(`CHROMIUM_PATH is ${named}, and that does not start.`);
  const found = named ?? usualPlaces.find((path) => starts(path)) ?? playwrightsOwn();
  const known = found === null ? unpackRegistryPackage() : plain(found);
  if (known !== null) return known;

  say("There is no Chromium here, and the browser tests need one.");
  const got = fromDebian(say) ?? fromPlaywright(say) ?? fromRegistry(say);
  if (got !== null) return got;
  throw new Error("No Chromium could be had. Install one, or name one with CHROMIUM_PATH=/path/to/chromium.");
}

function plain(path: string): Chromium {
  return { path, args: quiet, environment: {} };
}

function starts(path: string, environment: Readonly<Record<string, string>> = {}): boolean {
  if (!existsSync(path)) return false;
  const env = { ...process.env, ...environment };
  return spawnSync(path, ["--no-sandbox", "--version"], { env, timeout: 30_000 }).status === 0;
}

/** Where Playwright keeps the Chromium of its own version, when it has it. Asked of Playwright, since the place is its secret. */
function playwrightsOwn(): string | null {
  const code =
    'import { chromium } from "@playwright/test"; process.stdout.write(chromium.executablePath());';
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: checkout,
    encoding: "utf8",
  });
  return stdout !== "" && starts(stdout) ? stdout : null;
}

function fromDebian(say: (line: string) => void): Chromium | null {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return null;
  say("Installing Debian's package: apt-get install -y --no-install-recommends chromium");
  const apt = (...args: string[]) =>
    run("/usr/bin/apt-get", args, { ...process.env, DEBIAN_FRONTEND: "noninteractive" });
  const installed = apt("update") && apt("install", "-y", "--no-install-recommends", "chromium");
  const path = usualPlaces.find((place) => starts(place));
  return installed && path !== undefined ? plain(path) : null;
}

function fromPlaywright(say: (line: string) => void): Chromium | null {
  say("Downloading Playwright's build: playwright install chromium");
  if (!run(join(checkout, "node_modules/.bin/playwright"), ["install", "chromium"], toolEnvironment()))
    return null;
  const path = playwrightsOwn();
  return path === null ? null : plain(path);
}

const registryPackage = "@sparticuz/chromium@153.0.0";
const registryFolder = join(localData, "chromium");

const unpacked = z.object({
  path: z.string(),
  args: z.array(z.string()),
  libraries: z.string(),
});

/** A package that brings Chromium compressed, and for bare images the libraries it needs as well. Linux on x64 only. */
function fromRegistry(say: (line: string) => void): Chromium | null {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  say(`Installing ${registryPackage} from the npm registry into ${shown(registryFolder)}`);
  mkdirSync(registryFolder, { recursive: true });
  const npm = [
    "install",
    "--prefix",
    registryFolder,
    "--no-save",
    "--no-audit",
    "--no-fund",
    registryPackage,
  ];
  return run("npm", npm, toolEnvironment()) ? unpackRegistryPackage() : null;
}

/** The Chromium of the package when it is installed, unpacked beside it. */
function unpackRegistryPackage(): Chromium | null {
  if (!existsSync(join(registryFolder, "node_modules"))) return null;
  const scratch = join(registryFolder, "unpacked");
  mkdirSync(scratch, { recursive: true });
  const code = `import chromium from "@sparticuz/chromium";
    const path = await chromium.executablePath();
    console.log(JSON.stringify({ path, args: chromium.args, libraries: process.env.LD_LIBRARY_PATH ?? "" }));`;
  // It unpacks its own libraries only where it believes to run in a function of that cloud's; so that is tried second.
  for (const pretence of [{}, { AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" }]) {
    const { stdout, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
      cwd: registryFolder,
      encoding: "utf8",
      env: { ...process.env, TMPDIR: scratch, ...pretence },
    });
    if (status !== 0) continue;
    const { path, args, libraries } = unpacked.parse(JSON.parse(stdout));
    const environment = libraries === "" ? {} : { LD_LIBRARY_PATH: libraries };
    if (starts(path, environment)) return { path, args: [...args, ...quiet], environment };
  }
  return null;
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): boolean {
  const { status, stdout, stderr } = spawnSync(program, args, { env, timeout: 600_000, encoding: "utf8" });
  if (status !== 0)
    process.stderr.write(`${`${stdout ?? ""}${stderr ?? ""}`.trim().split("\n").slice(-5).join("\n")}\n`);
  return status === 0;
}
