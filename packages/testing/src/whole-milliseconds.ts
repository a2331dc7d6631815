/**
 * An update by which a test ages a row, with its clock cut to the millisecond. The product's instants are kept in milliseconds and
 * rounded, which may be up: a row aged by exactly its limit would then be younger than that for half a millisecond, and a quick
 * machine asks sooner.
 */
export function inWholeMilliseconds(sql: string): string {
  return /^\s*(update|with)\b/i.test(sql)
    ? sql.replaceAll(/\b(?:app\.)?now\(\)/g, "date_trunc('milliseconds', $&)")
    : sql;
}
