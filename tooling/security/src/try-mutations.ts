import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { checkout, localData, toolEnvironment } from "@quietroom/local/checkout";
import { type Mutation, mutations } from "./mutations.ts";

// pnpm test:mutations [WORD]   breaks each protection (whose name has the word) once, in a copy, and asks the tests.
const word = process.argv[2] ?? "";
mkdirSync(localData, { recursive: true });
const copy = mkdtempSync(join(localData, "mutations-"));
const chosen = mutations.filter(({ protection }) => protection.includes(word));

copyCheckout();
const answers = chosen.map((mutation) => {
  const answer = tried(mutation);
  console.log(`${answer.padEnd(10)} ${mutation.title.trim().padEnd(10)} ${mutation.protection}`);
  return answer;
});
rmSync(copy, { recursive: true, force: true });
process.exit(answers.length > 0 && answers.every((answer) => answer === "caught") ? 0 : 1);

/** "caught" when the tests are green without the change and their assertions red with it. */
function tried(mutation: Mutation): string {
  const { file, from, to } = mutation;
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  if (source.split(from).length !== 2) return "MISPLACED";
  if (testsOf(mutation) !== "green") return "RED BEFORE";
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  const answer = testsOf(mutation);
  writeFileSync(path, source);
  return { green: "SURVIVED", red: "caught", broken: "BROKEN" }[answer];
}

/** "broken": the tests could not even be read or set up, which shows nothing. */
function testsOf({ project, tests, title }: Mutation): "green" | "red" | "broken" {
  const run = spawnSync(
    join(checkout, "node_modules/.bin/vitest"),
    ["run", "--project", project, ...tests, "--testNamePattern", title],
    { cwd: copy, env: { ...toolEnvironment(), TZ: "Asia/Kathmandu", NO_COLOR: "1" }, encoding: "utf8" },
  );
  if (run.status === 0 && / passed/.test(run.stdout)) return "green";
  return /Tests .*\d+ failed/.test(run.stdout) ? "red" : "broken";
}

/** The files that git knows or would, the generated code, and links to what is installed. The checkout itself is never changed. */
function copyCheckout(): void {
  const listed = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: checkout,
    encoding: "utf8",
    maxBuffer: 64_000_000,
  });
  const files = listed.stdout.split("\0").filter((file) => file !== "" && existsSync(join(checkout, file)));
  for (const file of [...files, "packages/db/src/generated"]) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(checkout, file), join(copy, file), { recursive: true });
  }
  // Links to workspace packages are relative, so in a copied folder they lead to the copy; the store itself is only pointed to.
  mkdirSync(join(copy, "node_modules"));
  for (const name of readdirSync(join(checkout, "node_modules"))) {
    const source = join(checkout, "node_modules", name);
    const target = join(copy, "node_modules", name);
    if (name === ".pnpm") symlinkSync(source, target);
    else cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  }
  for (const room of new Set(files.filter((file) => file.endsWith("/package.json")).map(dirname))) {
    const source = join(checkout, room, "node_modules");
    if (existsSync(source))
      cpSync(source, join(copy, room, "node_modules"), { recursive: true, verbatimSymlinks: true });
  }
}
