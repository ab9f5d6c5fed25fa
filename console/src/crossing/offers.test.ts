import { describe, expect, test } from "vitest";
import type { CommandOffer, Crossing, StageNow } from "../api/types";
import { keyed, sorted, wordOf } from "./offers";

const offer = (command: string, stage?: string, more: Partial<CommandOffer> = {}): CommandOffer => ({
  command,
  stage: stage ?? null,
  needs: [],
  allowed: true,
  ...more,
});
const stage = (id: string, state: string) => ({ stage: id, title: id, state, kind: "control" }) as StageNow;
const crossing = (kind: string, path: StageNow[], commands: CommandOffer[]) =>
  ({ card: { subject_kind: kind }, path, commands }) as Crossing;
const words = (offers: readonly CommandOffer[]) => offers.map(wordOf);

describe("what an officer can do", () => {
  const path = [stage("papers", "ready"), stage("scan", "in_progress")];
  const commands = [
    offer("remark", undefined, { needs: ["topic", "text"] }),
    offer("waive", "papers"),
    offer("refuse", "papers"),
    offer("pass", "scan"),
    offer("pass", "papers"),
    offer("start", "papers"),
    offer("release", "release", { allowed: false }),
  ];

  test("stands by stage in the order of the path, the file as a whole last", () => {
    const { groups, later } = sorted(crossing("truck", path, commands));
    expect(groups.map((g) => [g.stage?.stage, words(g.offers)])).toEqual([
      ["papers", ["pass", "start", "refuse", "waive"]],
      ["scan", ["pass"]],
      [undefined, ["remark"]],
    ]);
    expect(words(later)).toEqual(["release"]);
  });

  test("what is begun is the next step", () => {
    expect(sorted(crossing("truck", path, commands)).primary).toMatchObject({ command: "pass", stage: "scan" });
  });

  test("a truck is begun first, a person or a gate is passed in one move", () => {
    const ready = [stage("papers", "ready")];
    expect(sorted(crossing("truck", ready, commands), "papers").primary?.command).toBe("start");
    expect(sorted(crossing("traveller", ready, commands), "papers").primary?.command).toBe("pass");
    const gate = [{ ...stage("papers", "ready"), kind: "gate" } as StageNow];
    const { primary, groups } = sorted(crossing("truck", gate, commands), "papers");
    expect(primary?.command).toBe("pass");
    expect(groups[0]?.offers[0]).toBe(primary);
  });

  test("what may be done at a stage whose turn has not come stands apart, and has no key", () => {
    const all = sorted(
      crossing("truck", [stage("papers", "ready"), stage("payment", "pending")], [offer("pass", "papers"), offer("waive", "payment")]),
    );
    expect(all.groups.map((g) => g.stage?.stage)).toEqual(["papers"]);
    expect(all.ahead.map((g) => g.stage?.stage)).toEqual(["payment"]);
    expect(keyed(all).has("W")).toBe(false);
  });

  test("a remark is never the next step", () => {
    expect(sorted(crossing("truck", path, [offer("remark"), offer("hold", "papers")])).primary).toBeUndefined();
  });

  test("of one stage only, nothing else is shown", () => {
    const { groups, later } = sorted(crossing("truck", path, commands), "scan");
    expect(groups.map((g) => g.stage?.stage)).toEqual(["scan"]);
    expect(later).toEqual([]);
  });

  test("a key stands for the next step when several stages have the command", () => {
    const keys = keyed(sorted(crossing("truck", path, commands)));
    expect(keys.get("P")).toMatchObject({ stage: "scan" });
    expect(keys.get("S")).toMatchObject({ stage: "papers" });
    expect(keys.has("E")).toBe(false);
  });

  test("relieving a colleague is a command of its own", () => {
    expect(wordOf(offer("start", "scan", { needs: ["take_over"] }))).toBe("take_over");
  });
});
