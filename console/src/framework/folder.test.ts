import { expect, test } from "vitest";
import { problemOf } from "../api/problem";
import { type Chosen, pathOf, readFolder } from "./folder";

/** A file of a chosen folder, as the browser tells of it. */
function file(path: string, bytes: Uint8Array<ArrayBuffer> | string = "", size?: number): Chosen {
  const content = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  const name = path.split("/").at(-1) ?? "";
  return { name, webkitRelativePath: path, size: size ?? content.length, arrayBuffer: async () => content.buffer };
}

const HEADER = file("draft/framework.toml", 'id = "utopia"\n');
const refusal = async (...chosen: Chosen[]) => problemOf(await readFolder(chosen).catch((e: unknown) => e));

test("a folder is read by the paths below it: the rules, and neither made-up data nor what other programs keep there", async () => {
  const found = await readFolder([
    HEADER,
    file("draft/policies/read.cedar", "permit"),
    file("draft/policies/schema.cedarschema", "entity"),
    file("draft/points/demo/pier.toml", "point"),
    file("draft/demo/traffic.toml", "made up"),
    file("draft/README.md", "words"),
    file("draft/.git/config.toml", "other"),
  ]);
  expect(found.name).toBe("draft");
  expect(found.files).toEqual({
    "framework.toml": 'id = "utopia"\n',
    "policies/read.cedar": "permit",
    "policies/schema.cedarschema": "entity",
    "points/demo/pier.toml": "point",
  });
  expect(found.bytes).toBe(14 + 6 + 6 + 5);
});

test("where a browser gives no paths the name is the path", () => {
  expect(pathOf({ name: "framework.toml", webkitRelativePath: "" })).toBe("framework.toml");
});

test("a folder that is no framework, or more than the server takes, is not read", async () => {
  const unread = (path: string, size = 1): Chosen => ({
    ...file(path, "", size),
    arrayBuffer: () => Promise.reject(new Error("was read")),
  });
  expect((await refusal(unread("home/kenya/framework.toml"))).code).toBe("folder_no_header");
  expect((await refusal(unread("draft/framework.toml", 1 << 21))).code).toBe("folder_large");
  const many = Array.from({ length: 2_001 }, (_, i) => unread(`draft/points/${i}.toml`));
  expect(await refusal(unread("draft/framework.toml"), ...many)).toMatchObject({
    code: "folder_many",
    fields: { count: 2_002, most: 2_000 },
  });
});

test("a file that is not UTF-8, or cannot be read, is named and not changed silently", async () => {
  expect(await refusal(HEADER, file("draft/lists.toml", new Uint8Array([0x6e, 0xe9])))).toMatchObject({
    code: "folder_text",
    fields: { file: "lists.toml" },
  });
  const gone = { ...file("draft/clocks.toml"), arrayBuffer: () => Promise.reject(new DOMException("gone", "NotFoundError")) };
  expect(await refusal(HEADER, gone)).toMatchObject({ code: "folder_unreadable", fields: { file: "clocks.toml" } });
});

test("a byte order mark is no part of a text", async () => {
  const marked = file("draft/framework.toml", new Uint8Array([0xef, 0xbb, 0xbf, 0x69]));
  expect((await readFolder([marked])).files).toEqual({ "framework.toml": "i" });
});
