import {
  awaitedPermissions,
  grantOf,
  permissions,
  type Principal,
  type Role,
  roles,
} from "@quietroom/domain/access";

const head = `# Who may do what

The table that decides (\`packages/domain/src/access/permissions.ts\`), written out by \`pnpm security:checks\`. **all**: every record of the studio;
**team**: one's own and one's supervisees'; **own**: one's own and those of whom one covers for; **shared**: of one's own what was signed and shared; **break glass**: one
chart once its glass is broken, and nothing before. An empty field is a refusal, and so is everything that is not written here. What waits for
something is decided, and nothing asks for it yet. What "own" reaches is said in \`policies.ts\` beside it; every procedure's permission stands in
\`packages/api/src/root.test.ts\`, and \`packages/api/src/every-role.db.test.ts\` tries all of them as everyone.

`;

const others: readonly Principal[] = ["public", "hold_link", "appointment_link", "offer_link", "system"];

/** The page docs/security/roles.md. */
export function rolesPage(): string {
  const who: readonly Principal[] = [...roles, ...others].filter((each) =>
    permissions.some((permission) => grantOf(each, permission) !== null),
  );
  const rows = permissions.map((permission) => {
    const cells = who.map((each) => grantOf(each, permission)?.replace("_", " ") ?? "");
    const awaited = awaitedPermissions[permission];
    const waits = awaited === undefined ? "" : `, waits for ${awaited}`;
    return `| \`${permission}\`${waits} | ${cells.join(" | ")} |`;
  });
  const names = who.map((each: Role | Principal) => each.replaceAll("_", " "));
  return `${head}| | ${names.join(" | ")} |\n| --- |${" --- |".repeat(who.length)}\n${rows.join("\n")}\n`;
}
