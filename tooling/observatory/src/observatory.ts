import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { build, generate } from "@quietroom/local/workspace-tasks";
import { startOwnProduct } from "@quietroom/testing/own-product";
import { generate as generateCertificate } from "selfsigned";
import { prepareGrader, type Report } from "./grader.ts";
import { openHttpsFront } from "./https-front.ts";

// check 63: the production build, as the street sees it, graded by Mozilla's own program. Anything below its best is a failure.
const folder = join(checkout, ".data/observatory");
const certificateFile = join(folder, "certificate.pem");
mkdirSync(folder, { recursive: true });

const made = await generateCertificate([{ name: "commonName", value: "localhost" }], {
  keySize: 2048,
  algorithm: "sha256",
  extensions: [
    { name: "basicConstraints", cA: true, critical: true },
    { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
  ],
});
const certificate = { key: made.private, cert: made.cert };
writeFileSync(certificateFile, certificate.cert);

await generate();
await build();
const fronts = { booking: await openHttpsFront(certificate), dashboard: await openHttpsFront(certificate) };
const product = await startOwnProduct(
  "observatory",
  {},
  {
    reachedAt: {
      booking: `https://localhost:${fronts.booking.port}`,
      dashboard: `https://localhost:${fronts.dashboard.port}`,
    },
  },
);
const failures: string[] = [];
try {
  fronts.booking.forward(product.ports.booking);
  fronts.dashboard.forward(product.ports.dashboard);
  const grade = prepareGrader(join(folder, "grader"), certificateFile);
  for (const [name, site, path] of [
    ["studio page", "booking", `/${product.studio.slug}`],
    ["times of a service", "booking", `/${product.studio.slug}/regular-session`],
    ["error page", "booking", "/no-such-studio"],
    ["sign-in", "dashboard", "/sign-in"],
    ["dashboard, not signed in", "dashboard", "/calendar"],
    ["dashboard's error page", "dashboard", "/no/such/page"],
  ] as const) {
    const report = await grade(`localhost:${fronts[site].port}${path}`);
    const { grade: mark, score, testsPassed, testsQuantity } = report.scan;
    console.log(
      `  ${name.padEnd(26)} ${mark.padEnd(3)} ${String(score).padEnd(4)} ${testsPassed} of ${testsQuantity}`,
    );
    failures.push(...complaints(name, report));
  }
} finally {
  for (const front of Object.values(fronts)) front.close();
  await product.stop();
}
for (const failure of failures) console.error(failure);
process.exit(failures.length === 0 ? 0 : 1);

function complaints(name: string, { scan, tests }: Report): string[] {
  const failed = Object.entries(tests).filter(([, { pass }]) => !pass);
  return [
    ...(scan.grade === "A+" ? [] : [`${name}: ${scan.grade} instead of A+`]),
    ...failed.map(([test, { result }]) => `${name}: ${test} failed (${result})`),
    ...(scan.testsFailed === failed.length ? [] : [`${name}: ${scan.testsFailed} tests failed`]),
  ];
}
