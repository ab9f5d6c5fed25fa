import { useEffect, useRef } from "react";
import type { Path, PointPaths } from "../api/types";
import { Select } from "../design/Field";
import { KindIcon } from "../design/Icon";
import { Switch } from "../design/Tabs";
import { number, t, word } from "../i18n";
import { kinds, pathId, sibling } from "./lanes";

interface Props {
  paths: PointPaths;
  count: ReadonlyMap<string, number>;
  chosen: Path;
  onChoose: (path: Path) => void;
}

/** Which procedure the board shows: what crosses, in which direction, and by name where two of the same kind run here. */
export function PathSwitch({ paths, count, chosen, onChoose }: Props) {
  const all = kinds(paths, count);
  const kind = all.find((k) => k.subject === chosen.subject);
  const directions = [...new Set(kind?.paths.map((p) => p.direction))].sort();
  const alike = kind?.paths.filter((p) => p.direction === chosen.direction) ?? [];
  const of = (of: readonly Path[]) => number(of.reduce((n, p) => n + (count.get(pathId(p)) ?? 0), 0));
  const host = useRef<HTMLDivElement>(null);
  // On a phone the tabs are wider than the screen: the chosen one is brought into view.
  useEffect(() => {
    host.current?.querySelector("[data-selected]")?.scrollIntoView({ inline: "center", block: "nearest" });
  }, []);
  const choose = (path: Path | undefined) => path && onChoose(path);
  return (
    <div ref={host} className="board-path">
      <Switch
        label={t("board.path")}
        value={chosen.subject}
        onChange={(id) => {
          const to = all.find((k) => k.subject === id);
          choose(to && sibling(to, chosen.direction));
        }}
        tabs={all.map((k) => ({
          id: k.subject,
          name: (
            <>
              <KindIcon kind={k.subject} /> {word("subject", k.subject)}
            </>
          ),
          count: number(k.count),
        }))}
      />
      {directions.length > 1 && (
        <Switch
          label={t("board.direction")}
          value={chosen.direction}
          onChange={(id) => choose(kind?.paths.find((p) => p.direction === id))}
          tabs={directions.map((d) => ({
            id: d,
            name: word("direction", d),
            count: of(kind?.paths.filter((p) => p.direction === d) ?? []),
          }))}
        />
      )}
      {alike.length > 1 && (
        <Select
          compact
          label={t("board.path")}
          value={pathId(chosen)}
          onChange={(id) => choose(alike.find((p) => pathId(p) === id))}
          options={alike.map((p) => ({ id: pathId(p), name: p.title, detail: of([p]) }))}
        />
      )}
    </div>
  );
}
