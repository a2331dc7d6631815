import type { ClientSearch } from "@quietroom/domain/clients";
import { Prisma } from "@quietroom/db";
import type { VerbWork } from "../define-verb.ts";
import { heldBy } from "../held-by.ts";
import { clientProbes, type ClientProbes } from "./client-indexes.ts";
import { isFoundBy, type SearchedClient } from "./is-found-by.ts";

/** Among whom to look: all clients of the studio, or those who have visits with these practitioners (AUTH-53). */
export type SearchedAmong = "all" | readonly string[];

/** How many more are looked at where the exact look dropped some of the first: birth dates need many, as their buckets are coarse. */
const furtherPage = 200;
const afterAllIds = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/**
 * The clients whom a search is for, `most` at most, those registered last first. Indexes bring ids page by page; each page is opened and looked at,
 * and no more of them than are needed.
 */
export async function matchingClients(
  { tx, tenantId, keys }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "keys">,
  {
    search,
    among,
    most,
  }: { readonly search: ClientSearch; readonly among: SearchedAmong; readonly most: number },
): Promise<readonly (SearchedClient & { readonly id: string })[]> {
  const probes = clientProbes(keys(), search);
  const matching: (SearchedClient & { readonly id: string })[] = [];
  let before = afterAllIds;
  for (let take = most; ; take = furtherPage) {
    const query = pageOfIds(tenantId, { probes, among, before, take });
    if (query === null) return [];
    const ids = (await tx.$queryRaw<{ id: string }[]>(query)).map(({ id }) => id);
    if (ids.length > 0) {
      const opened = await tx.client.findMany({
        where: { tenantId, id: { in: ids } },
        select: {
          id: true,
          givenName: true,
          familyName: true,
          birthDate: true,
          email: true,
          phone: true,
          recordNumber: true,
        },
        orderBy: { id: "desc" },
      });
      matching.push(...opened.filter((client) => isFoundBy(search, client)));
    }
    if (matching.length >= most || ids.length < take) return matching.slice(0, most);
    before = ids.at(-1) ?? before;
  }
}

type Page = {
  readonly probes: ClientProbes;
  readonly among: SearchedAmong;
  /** Ids are looked at from the last one down to here. */
  readonly before: string;
  readonly take: number;
};

/** The next ids that the indexes bring, or null where there is nothing to look for or nobody to look among. */
function pageOfIds(tenantId: string, page: Page): Prisma.Sql | null {
  const { probes, among, before, take } = page;
  if (among !== "all" && among.length === 0) return null;
  const isAmong = (id: Prisma.Sql) =>
    among === "all"
      ? Prisma.empty
      : Prisma.sql`and exists (select from appointment a
          where a.tenant_id = ${tenantId}::uuid and a.client_id = ${id} and ${heldBy(among)})`;
  const byColumn = (condition: Prisma.Sql) => Prisma.sql`
    (select c.id from client c
      where c.tenant_id = ${tenantId}::uuid and c.id < ${before}::uuid and ${condition} ${isAmong(Prisma.sql`c.id`)}
      order by c.id desc limit ${take})`;
  const hasAll = (others: ClientProbes["names"]) =>
    others.length === 0
      ? Prisma.empty
      : Prisma.join(
          others.map(
            (tokens) => Prisma.sql`and exists (select from client_name_token o
              where o.tenant_id = ${tenantId}::uuid and o.token in (${Prisma.join([...tokens])}) and o.client_id = t.client_id)`,
          ),
          " ",
        );
  // One branch a token: each is read from its index alone, in the order of ids, and stops at the limit. Removed clients have tokens
  // still, and are not there when they are to be opened.
  const [word = [], ...words] = probes.names;
  const byName = word.map(
    (token) => Prisma.sql`
    (select t.client_id as id from client_name_token t
      where t.tenant_id = ${tenantId}::uuid and t.token = ${token} and t.client_id < ${before}::uuid
        ${hasAll(words)} ${isAmong(Prisma.sql`t.client_id`)}
      order by t.client_id desc limit ${take})`,
  );
  const { emails, phones, recordNumbers, birthBuckets } = probes;
  const branches = [
    ...byName,
    ...(emails.length > 0 ? [byColumn(Prisma.sql`c.email_index in (${Prisma.join([...emails])})`)] : []),
    ...(phones.length > 0 ? [byColumn(Prisma.sql`c.phone_index in (${Prisma.join([...phones])})`)] : []),
    ...(recordNumbers.length > 0
      ? [byColumn(Prisma.sql`c.record_number_index in (${Prisma.join([...recordNumbers])})`)]
      : []),
    ...(birthBuckets.length > 0
      ? [byColumn(Prisma.sql`c.birth_bucket in (${Prisma.join([...birthBuckets])})`)]
      : []),
  ];
  if (branches.length === 0) return null;
  return Prisma.sql`
    select distinct found.id::text as id from (${Prisma.join(branches, " union all ")}) found
    order by id desc limit ${take}`;
}
