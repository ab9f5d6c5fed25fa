import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";

const FRAMEWORKS = resolve(import.meta.dirname, "../../../frameworks");
export const KENYA = join(FRAMEWORKS, "kenya");
export const PAKISTAN = join(FRAMEWORKS, "pakistan");

/** A copy of a framework to change, as a secretariat has one on its disk. */
export class Folder {
  private constructor(readonly path: string) {}

  /** Kenya's framework as another version, in which referrals are answered sooner. */
  static changed(version: string): Folder {
    const folder = new Folder(join(mkdtempSync(join(tmpdir(), "mpaka-folder-")), "draft"));
    cpSync(KENYA, folder.path, { recursive: true });
    folder.edit("framework.toml", (text) => text.replace(/^version = ".*"$/m, `version = "${version}"`));
    folder.edit("clocks.toml", (text) => text.replace('duration = "30m"', 'duration = "20m"'));
    return folder;
  }

  edit(file: string, change: (text: string) => string): void {
    const path = join(this.path, file);
    const before = readFileSync(path, "utf8");
    const after = change(before);
    if (after === before) throw new Error(`nothing changed in ${file}`);
    writeFileSync(path, after);
  }

  /** What the API is given: the texts by their paths. */
  texts(): Record<string, string> {
    const files = readdirSync(this.path, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
    const paths = files.map((f) => relative(this.path, join(f.parentPath, f.name))).filter((p) => !p.startsWith("demo/"));
    return Object.fromEntries(paths.map((p) => [p, readFileSync(join(this.path, p), "utf8")]));
  }

  remove(): void {
    rmSync(resolve(this.path, ".."), { recursive: true });
  }
}
