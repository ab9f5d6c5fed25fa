import { expect, test } from "vitest";
import { curl, type Document, example, fields, groups, typeText } from "./describe";

/** After the Petstore of the OpenAPI Initiative's own examples. */
const petstore: Document = {
  openapi: "3.1.0",
  info: { title: "Petstore", version: "1" },
  tags: [{ name: "pets", description: "All about pets" }],
  paths: {
    "/pets": {
      get: {
        operationId: "listPets",
        tags: ["pets"],
        responses: { 200: { content: { "application/json": { schema: { type: "array", items: { $ref: "#/components/schemas/Pet" } } } } } },
      },
      post: {
        operationId: "createPet",
        tags: ["pets"],
        security: [{}],
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } } },
      },
    },
    "/health": { get: { operationId: "health" } },
  },
  components: {
    schemas: {
      Pet: {
        required: ["id", "name"],
        properties: { id: { type: "integer" }, name: { type: "string" }, tag: { type: ["string", "null"] } },
      },
    },
  },
};

test("operations stand in their groups, those without one at the end", () => {
  expect(groups(petstore).map((g) => [g.name, g.routes.map((r) => r.id)])).toEqual([
    ["pets", ["listPets", "createPet"]],
    ["", ["health"]],
  ]);
});

test("a list shows the fields of its items", () => {
  const list = { type: "array", items: { $ref: "#/components/schemas/Pet" } };
  expect(typeText(list)).toBe("Pet[]");
  expect(fields(petstore, list).map((f) => `${f.name}:${f.type}:${f.required}`)).toEqual([
    "id:integer:true",
    "name:string:true",
    "tag:string | null:false",
  ]);
});

test("an example holds what must be there and nothing else", () => {
  expect(example(petstore, { $ref: "#/components/schemas/Pet" })).toEqual({ id: 0, name: "…" });
});

test("a call carries a token where one is needed", () => {
  const [list, create] = groups(petstore)[0]?.routes ?? [];
  if (!list || !create) throw new Error("two routes were expected");
  expect(curl(petstore, list, "http://x")).toBe("curl 'http://x/pets'");
  expect(curl(petstore, create, "http://x")).toContain("Bearer $MPAKA_TOKEN");
  expect(curl(petstore, create, "http://x")).toContain(`{"id":0,"name":"…"}`);
});
