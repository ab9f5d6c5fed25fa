/** What the page needs of an OpenAPI 3.1 document (spec.openapis.org/oas/v3.1.0); what else stands there is left alone. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  oneOf?: Schema[];
}

interface Body {
  content?: Record<string, { schema?: Schema }>;
  description?: string;
}

export interface Operation {
  operationId?: string;
  tags?: string[];
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[];
  requestBody?: Body;
  responses?: Record<string, Body>;
  security?: unknown[];
}

export interface Document {
  openapi: string;
  info: { title: string; version: string; description?: string };
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

export interface Route {
  id: string;
  method: string;
  path: string;
  operation: Operation;
}

export interface Group {
  name: string;
  description: string;
  routes: Route[];
}

const METHODS = ["get", "post", "put", "patch", "delete"];

/** The operations by group, in the order in which the document names the groups. */
export function groups(document: Document): Group[] {
  const known = (document.tags ?? []).map((tag) => ({ name: tag.name, description: tag.description ?? "", routes: [] as Route[] }));
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      const name = operation.tags?.[0] ?? "";
      let group = known.find((g) => g.name === name);
      if (!group) {
        group = { name, description: "", routes: [] };
        known.push(group);
      }
      group.routes.push({ id: operation.operationId ?? `${method} ${path}`, method, path, operation });
    }
  }
  return known.filter((g) => g.routes.length > 0);
}

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf("/") + 1);

export const resolve = (document: Document, schema: Schema | undefined): Schema | undefined =>
  schema?.$ref ? document.components?.schemas?.[nameOf(schema.$ref)] : schema;

/** A schema in one word: `integer`, `Card[]`, `string | null`. */
export function typeText(schema: Schema | undefined): string {
  if (!schema) return "";
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.oneOf) return schema.oneOf.map(typeText).join(" | ");
  const types = [schema.type ?? "object"].flat();
  return types.map((t) => (t === "array" ? `${typeText(schema.items) || "object"}[]` : t)).join(" | ");
}

export interface FieldRow {
  name: string;
  type: string;
  required: boolean;
  description: string;
}

/** The fields of an object; of the items of a list. */
export function fields(document: Document, schema: Schema | undefined): FieldRow[] {
  const found = resolve(document, schema?.items && !schema.properties ? schema.items : schema);
  return Object.entries(found?.properties ?? {}).map(([name, of]) => ({
    name,
    type: typeText(of),
    required: found?.required?.includes(name) ?? false,
    description: of.description ?? "",
  }));
}

/** The schema of a body, and its media type. */
export function bodyOf(body: Body | undefined): { media: string; schema: Schema } | undefined {
  const [media, content] = Object.entries(body?.content ?? {})[0] ?? [];
  return media && content?.schema ? { media, schema: content.schema } : undefined;
}

/** How deep an example goes into what it refers to. */
const DEPTH = 2;

/** A value of the schema's shape. What may be left out is left out. */
export function example(document: Document, schema: Schema | undefined, depth = DEPTH): unknown {
  const found = resolve(document, schema);
  if (!found) return null;
  const type = [found.type ?? "object"].flat()[0];
  if (found.enum) return found.enum[0];
  if (type === "string") return "…";
  if (type === "integer" || type === "number") return 0;
  if (type === "boolean") return false;
  if (type === "array") return [];
  if (depth === 0) return {};
  const wanted = Object.entries(found.properties ?? {}).filter(([name]) => found.required?.includes(name));
  return Object.fromEntries(wanted.map(([name, of]) => [name, example(document, of, depth - 1)]));
}

/** The call as a shell command, with a token in the environment. */
export function curl(document: Document, route: Route, origin: string): string {
  const lines = [`curl ${route.method === "get" ? "" : `-X ${route.method.toUpperCase()} `}'${origin}${route.path}'`];
  if (route.operation.security) lines.push(`-H "Authorization: Bearer $MPAKA_TOKEN"`);
  const body = bodyOf(route.operation.requestBody);
  if (body?.media === "application/json") {
    lines.push(`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(example(document, body.schema))}'`);
  } else if (body) {
    lines.push(`-H 'Content-Type: ${body.media}'`, "--data-binary @FILE");
  }
  return lines.join(" \\\n  ");
}
