import { ok, refuse, type Result } from "@quietroom/domain/result";

/** A value that an expression may compare. Objects and lists are never equal to anything. */
type Scalar = string | number | boolean | null;
type Root = "event" | "async";
type Operand =
  | { readonly kind: "path"; readonly root: Root; readonly path: string }
  | { readonly kind: "literal"; readonly value: Scalar };
type Comparison = { readonly left: Operand; readonly equal: boolean; readonly right: Operand };

/** Comparisons that must all hold. The empty list always holds. */
export type Expression = readonly Comparison[];

/** What an awaited event must look like once the values of the run's own event are filled in. */
export type Condition = { readonly path: string; readonly equal: boolean; readonly value: Scalar };

/**
 * Reads the part of CEL that the engine accepts: comparisons (`==`, `!=`) of a path with a literal or of an `event` path
 * with an `async` path, joined by `&&`. `event` is the run's own event, `async` (in a wait or a cancel) the awaited one.
 * Everything else is refused rather than guessed at.
 */
export function parseExpression(
  text: string,
  roots: readonly Root[],
): Result<Expression, "unsupported_expression"> {
  const comparisons: Comparison[] = [];
  const shape = new RegExp(comparisonShape, "y");
  while (true) {
    const comparison = toComparison(shape.exec(text), roots);
    if (comparison === undefined) return refuse("unsupported_expression");
    comparisons.push(comparison);
    if (shape.lastIndex === text.length) return ok(comparisons);
    if (!text.startsWith("&&", shape.lastIndex)) return refuse("unsupported_expression");
    shape.lastIndex += 2;
  }
}

/** Reads a key expression (`event.data.x`), the only form accepted for concurrency and idempotency keys. */
export function parseKey(text: string): Result<string, "unsupported_expression"> {
  const path = keyShape.exec(text)?.[1];
  return path === undefined ? refuse("unsupported_expression") : ok(path.slice(1));
}

/** Decides an expression over the run's own event alone (a trigger's `if`). */
export function holds(expression: Expression, event: unknown): boolean {
  return bind(expression, event)?.length === 0;
}

/**
 * Fills in the values of the run's own event. Answers what is left to ask of the awaited event, or undefined when that
 * can never hold: also when `event.x == async.x` finds no `x` of its own, since two absent ids do not name one thing.
 */
export function bind(expression: Expression, event: unknown): readonly Condition[] | undefined {
  const conditions: Condition[] = [];
  for (const { left, equal, right } of expression) {
    const awaited = [left, right].find((side) => side.kind === "path" && side.root === "async");
    const own = awaited === left ? right : left;
    if (awaited?.kind !== "path") {
      if ((valueOf(left, event) === valueOf(right, event)) !== equal) return undefined;
      continue;
    }
    const value = valueOf(own, event);
    if (!isScalar(value)) return undefined;
    if (own.kind === "path" && value === null && equal) return undefined;
    conditions.push({ path: awaited.path, equal, value });
  }
  return conditions;
}

/** Decides whether an event is the awaited one. An absent value counts as null. */
export function conditionsHold(conditions: readonly Condition[], event: unknown): boolean {
  return conditions.every(({ path, equal, value }) => (valueAt(path, event) === value) === equal);
}

/** Where a wait is filed, so that an event finds it by index: the path and value of its first equality, or neither. */
export function filing(conditions: readonly Condition[]): { readonly path: string; readonly key: string } {
  const first = conditions.find(({ equal, value }) => equal && value !== null);
  return first === undefined
    ? { path: "", key: "" }
    : { path: first.path, key: keyText(first.path, first.value) };
}

/** The keys under which waits for this very event may be filed, given the paths that waits have ever matched on. */
export function filingKeys(paths: readonly string[], event: unknown): readonly string[] {
  const keys = paths.map((path) => keyText(path, valueAt(path, event)));
  return ["", ...keys];
}

/** The value at a dotted path of an event; null where there is none. Inherited properties do not count. */
export function valueAt(path: string, event: unknown): unknown {
  let value = event;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return null;
    value = Reflect.get(value, name);
  }
  return value ?? null;
}

const pathPattern = String.raw`((?:\.[A-Za-z_][A-Za-z0-9_]*)+)`;
const operandPattern = String.raw`\s*(?:(event|async)${pathPattern}|'([^'\\]*)'|"([^"\\]*)"|(-?\d+(?:\.\d+)?)|(true|false|null))\s*`;
const comparisonShape = `${operandPattern}(==|!=)${operandPattern}`;
const keyShape = new RegExp(String.raw`^\s*event${pathPattern}\s*$`);

function toComparison(match: RegExpExecArray | null, roots: readonly Root[]): Comparison | undefined {
  if (match === null) return undefined;
  const left = toOperand(match.slice(1, 7));
  const right = toOperand(match.slice(8, 14));
  const named = [left, right].flatMap((side) => (side.kind === "path" ? [side.root] : []));
  const known = named.every((root) => roots.includes(root)) && new Set(named).size === named.length;
  return known ? { left, equal: match[7] === "==", right } : undefined;
}

function toOperand(groups: readonly (string | undefined)[]): Operand {
  const [root, path, single, double, number, word] = groups;
  if (path !== undefined)
    return { kind: "path", root: root === "async" ? "async" : "event", path: path.slice(1) };
  if (number !== undefined) return { kind: "literal", value: Number(number) };
  if (word !== undefined) return { kind: "literal", value: word === "null" ? null : word === "true" };
  return { kind: "literal", value: single ?? double ?? "" };
}

function valueOf(operand: Operand, event: unknown): unknown {
  return operand.kind === "literal" ? operand.value : valueAt(operand.path, event);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

// Long values share a key and are told apart by the conditions themselves: an index entry has to stay small.
function keyText(path: string, value: unknown): string {
  return `${path}=${isScalar(value) ? JSON.stringify(value) : "?"}`.slice(0, 200);
}
