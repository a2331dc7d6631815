import type { FieldSealer } from "./field-sealer.ts";
import { Prisma } from "./generated/client.ts";
import { phiColumns } from "./generated/phi-columns.ts";
import { transactionScope } from "./tenant-client.ts";

type Row = Readonly<Record<string, unknown>>;

/** A model with columns marked `/// @phi` in the schema. */
export type SealedModel = {
  readonly table: string;
  readonly columns: readonly { readonly field: string; readonly column: string }[];
};

/** Every column that holds PHI, by model: ciphertext at rest, and text to whoever reads the model inside its tenant's transaction. */
export const sealedModels: Readonly<Record<string, SealedModel>> = phiColumns;

/**
 * The one place where PHI is encrypted and decrypted: whatever is written through a model with marked columns is sealed for its row,
 * and whatever is read is opened. What could not be done row by row (a filter, an order, the same words in many rows) throws.
 */
export const sealPhi = Prisma.defineExtension({ name: "sealed models", query: queriesOfSealedModels() });

/** Prisma types what it is given per model by name; these names come from the schema as data, which is why the cast holds. */
function queriesOfSealedModels(): Record<string, never> {
  const queries = Object.entries(sealedModels).map(([model, sealed]) => [
    model.charAt(0).toLowerCase() + model.slice(1),
    { $allOperations: (call: Call) => throughSeal(sealed, call) },
  ]);
  return Object.fromEntries(queries) as Record<string, never>;
}

type Call = {
  readonly operation: string;
  readonly args: Row | undefined;
  readonly query: (args: Row | undefined) => Promise<unknown>;
};

const reading = ["findUnique", "findUniqueOrThrow", "findFirst", "findFirstOrThrow", "findMany"];
const writingOne = ["create", "update", "upsert", "delete"];
const changingMany = ["updateMany", "updateManyAndReturn"];
const untouched = ["count", "deleteMany", "aggregate", "groupBy"];

async function throughSeal(model: SealedModel, { operation, args, query }: Call): Promise<unknown> {
  const fields = model.columns.map(({ field }) => field);
  for (const part of ["where", "orderBy", "having"]) refuseClear(args?.[part], fields);
  if ([args?.["distinct"], args?.["by"]].flat().some((name) => fields.some((field) => field === name)))
    throw new Error(noFilter);
  if (untouched.includes(operation)) {
    refuseClear(args, fields);
    return await query(args);
  }
  if (operation === "createMany") {
    const rows = [args?.["data"]].flat().filter(isRow);
    return await query({ ...args, data: rows.map((row) => sealRow(model, row, row["id"])) });
  }
  if (![...reading, ...writingOne, ...changingMany].includes(operation))
    throw new Error(`${operation} is not for a model with sealed columns`);
  return openRows(model, await query(sealArgs(model, operation, args)));
}

function sealArgs(model: SealedModel, operation: string, args: Row | undefined): Row | undefined {
  const select = args?.["select"];
  if (isRow(select) && select["id"] !== true && model.columns.some(({ field }) => select[field] === true))
    throw new Error("a sealed column is opened with its row's id: select both");
  if (args === undefined || reading.includes(operation) || operation === "delete") return args;
  if (operation === "create") return { ...args, data: sealRow(model, args["data"], idIn(args["data"])) };
  const rowId = idIn(args["where"]);
  // Of a change of many only one that names its row, as a compare-and-set does, has a row to seal for; empty is empty in any.
  if (operation === "update" || changingMany.includes(operation))
    return { ...args, data: sealRow(model, args["data"], rowId) };
  return {
    ...args,
    create: sealRow(model, args["create"], idIn(args["create"])),
    update: sealRow(model, args["update"], rowId),
  };
}

/** The row's id, as a create names it or as the key of (tenant, id) holds it. */
function idIn(part: unknown): unknown {
  if (!isRow(part)) return undefined;
  const key = part["tenantId_id"];
  return isRow(key) ? key["id"] : part["id"];
}

function sealRow({ table, columns }: SealedModel, row: unknown, rowId: unknown): unknown {
  if (!isRow(row)) return row;
  const sealed: Record<string, unknown> = { ...row };
  for (const { field, column } of columns) {
    const value = row[field];
    if (value === undefined || value === null || value === Prisma.skip) continue;
    if (typeof value !== "string") throw new Error("a sealed column takes a text as it is");
    if (typeof rowId !== "string") throw new Error("a sealed column is written with its row's id");
    sealed[field] = sealer().seal(value, { table, column, rowId });
  }
  return sealed;
}

function openRows(model: SealedModel, result: unknown): unknown {
  // Asked once for all rows, and only where there is something to open.
  let opener: FieldSealer | undefined;
  const open: FieldSealer["open"] = (sealed, place) => (opener ??= sealer()).open(sealed, place);
  if (Array.isArray(result)) return result.map((row) => openRow(model, row, open));
  return openRow(model, result, open);
}

function openRow({ table, columns }: SealedModel, row: unknown, open: FieldSealer["open"]): unknown {
  if (!isRow(row)) return row;
  const opened: Record<string, unknown> = { ...row };
  for (const { field, column } of columns) {
    const value = row[field];
    if (typeof value === "string") opened[field] = open(value, { table, column, rowId: String(row["id"]) });
  }
  return opened;
}

/** Throws when a filter, an order, a group or a figure names a sealed column, at any depth. */
function refuseClear(part: unknown, fields: readonly string[]): void {
  if (Array.isArray(part)) for (const each of part) refuseClear(each, fields);
  if (!isRow(part)) return;
  for (const [name, value] of Object.entries(part)) {
    if (fields.includes(name) && value !== undefined) throw new Error(noFilter);
    refuseClear(value, fields);
  }
}

const noFilter = "a sealed column is no filter, no order and no figure: ask its index";

function sealer(): FieldSealer {
  const open = transactionScope.getStore()?.mode.sealer;
  if (open === undefined) throw new Error("this transaction was begun without its tenant's keys");
  return open();
}

/** Plain data only: a Buffer or a Date has no fields of a row. */
function isRow(value: unknown): value is Row {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    !(value instanceof Date)
  );
}
