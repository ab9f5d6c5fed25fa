import { Problem } from "../api/problem";

/** A framework's files as they lie in a folder. */
export interface Folder {
  name: string;
  /** Texts by path below the folder. */
  files: Record<string, string>;
  bytes: number;
}

/** What the browser tells of a file of a chosen folder. */
export type Chosen = Pick<File, "name" | "size" | "webkitRelativePath" | "arrayBuffer">;

const ENDINGS = [".toml", ".cedar", ".cedarschema"];
/** Made-up officers and traffic: not part of the rules, and not read by the server's own loader. */
const DEMO = "demo/";
/** The file that makes a folder a framework. */
const HEADER = "framework.toml";
/** The server's bounds: files, and bytes of a request. Escapes of line ends make a request longer than its texts. */
const MAX_FILES = 2_000;
const MAX_BYTES = 1 << 20;

/** The path below the chosen folder. Browsers that cannot choose folders give names only. */
export const pathOf = (file: Pick<File, "name" | "webkitRelativePath">): string =>
  file.webkitRelativePath ? file.webkitRelativePath.split("/").slice(1).join("/") : file.name;

/** Whether a file says something of the framework. Folders whose name begins with a dot are those of other programs. */
const isRule = (path: string): boolean =>
  ENDINGS.some((e) => path.endsWith(e)) && !path.startsWith(DEMO) && !path.split("/").some((part) => part.startsWith("."));

/**
 * Reads a chosen folder. Nothing is read of a folder that is no framework or more than the server takes: somebody may have chosen a whole disk.
 *
 * @throws {Problem} `folder_no_header`, `folder_many`, `folder_large`, `folder_text` or `folder_unreadable`.
 */
export async function readFolder(chosen: Iterable<Chosen>): Promise<Folder> {
  const all = [...chosen];
  const rules = all.map((file) => ({ file, path: pathOf(file) })).filter(({ path }) => isRule(path));
  const bytes = rules.reduce((sum, { file }) => sum + file.size, 0);
  if (!rules.some(({ path }) => path === HEADER)) throw new Problem({ code: "folder_no_header" });
  if (rules.length > MAX_FILES) throw new Problem({ code: "folder_many", fields: { count: rules.length, most: MAX_FILES } });
  if (bytes > MAX_BYTES) throw new Problem({ code: "folder_large", fields: { count: kilobytes(bytes), most: kilobytes(MAX_BYTES) } });
  const texts = await Promise.all(rules.map(async ({ file, path }) => [path, await textOf(file, path)] as const));
  return { name: all[0]?.webkitRelativePath.split("/")[0] || HEADER, files: Object.fromEntries(texts), bytes };
}

export const kilobytes = (bytes: number): number => Math.ceil(bytes / 1000);

/** A broken character would be replaced silently by most ways to read a file: then other rules would be proposed than were written. */
async function textOf(file: Chosen, path: string): Promise<string> {
  const bytes = await file.arrayBuffer().catch(() => {
    throw new Problem({ code: "folder_unreadable", fields: { file: path } });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Problem({ code: "folder_text", fields: { file: path } });
  }
}
