import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { placeText } from "../api/problem";
import { frameworkQuery, pathsQuery, useFramework, useOfficer } from "../api/queries";
import type { Framework, Path, PointPaths } from "../api/types";
import { Chip } from "../design/Chip";
import { EmptyState, Loaded, Notice } from "../design/Feedback";
import { Checkbox, Select } from "../design/Field";
import { KindIcon } from "../design/Icon";
import { Panel } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { t, word } from "../i18n";
import { duration, MICROS } from "../i18n/time";
import { ProcedureGraph } from "./ProcedureGraph";
import { choices, chosenPath, least, owners, pathId } from "./procedure";

const route = getRouteApi("/shell/framework");

/** A procedure as it runs at a crossing point: the way that a traveller, a truck or a ship takes, and whose each step is. */
export function Procedures() {
  return <Loaded query={useQuery(frameworkQuery)}>{(framework) => <AtPoint framework={framework} />}</Loaded>;
}

function AtPoint({ framework }: { framework: Framework }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const officer = useOfficer();
  const open = framework.points.filter((p) => p.status === "open");
  // Where the officer works; else a post of two states, where a procedure shows most.
  const own = framework.points.find((p) => p.id === (search.point ?? officer.point));
  const point = own ?? open.find((p) => p.one_stop) ?? open[0];
  const query = useQuery(pathsQuery(point?.id ?? ""));
  const options = framework.points
    .map((p) => ({ id: p.id, name: p.name, detail: word("environment", p.environment) }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <div className="stack">
      <div className="explorer-choices">
        <Select
          compact
          label={t("overview.point")}
          options={options}
          value={point?.id ?? ""}
          onChange={(id) => navigate({ search: (s) => ({ ...s, point: id }) })}
        />
        {query.data && <PathChoice paths={query.data} />}
      </div>
      <Loaded query={query}>{(paths) => <Shown paths={paths} />}</Loaded>
    </div>
  );
}

function PathChoice({ paths }: { paths: PointPaths }) {
  const { path } = route.useSearch();
  const navigate = route.useNavigate();
  const all = choices(paths.paths);
  const chosen = chosenPath(paths.paths, path);
  const directions = all.find((c) => c.procedure === chosen?.procedure)?.directions ?? [];
  const choose = (id: string) => navigate({ search: (s) => ({ ...s, point: paths.point, path: id }), replace: true });
  if (!chosen) return null;
  return (
    <>
      <Select
        compact
        label={t("board.path")}
        options={all.map((c) => ({ id: c.procedure, name: c.title, detail: word("subject", c.subject) }))}
        value={chosen.procedure}
        onChange={(id) => choose(`${id}:${chosen.direction}`)}
      />
      {directions.length > 1 && (
        <Switch
          label={t("board.direction")}
          value={chosen.direction}
          onChange={(id) => choose(`${chosen.procedure}:${id}`)}
          tabs={directions.map((d) => ({ id: d.direction, name: word("direction", d.direction) }))}
        />
      )}
    </>
  );
}

function Shown({ paths }: { paths: PointPaths }) {
  const { path } = route.useSearch();
  const chosen = chosenPath(paths.paths, path);
  if (!chosen) {
    return (
      <EmptyState icon="map" title={t("explorer.procedure.none")}>
        {t("explorer.procedure.none.detail")}
      </EmptyState>
    );
  }
  return <Procedure key={pathId(chosen)} point={paths.point} path={chosen} all={paths.paths} />;
}

function Procedure({ point, path, all }: { point: string; path: Path; all: readonly Path[] }) {
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const { agencyName } = useFramework();
  const { agencies, states } = owners(path);
  const hold = (condition: string, holds: boolean) => {
    const next = new Set(without);
    if (holds) next.delete(condition);
    else next.add(condition);
    setWithout(next);
  };
  const parts = path.parts.flatMap((p) => all.find((x) => x.procedure === p && x.direction === path.direction) ?? []);
  return (
    <Panel
      title={path.title}
      aside={
        <code className="muted small" dir="ltr">
          {placeText(path.place)}
        </code>
      }
    >
      <div className="stack">
        <div className="procedure-head">
          <Chip>
            <KindIcon kind={path.subject} size={12} /> {word("subject", path.subject)}, {word("direction", path.direction)}
          </Chip>
          <span title={agencies.map(agencyName).join(", ")}>{t("explorer.procedure.agencies", { count: agencies.length })}</span>
          <span>{t("explorer.procedure.states", { count: states.length, states: states.join(", ") })}</span>
          <span>{t("explorer.procedure.stages", { count: path.stages.length })}</span>
          <span>{t("explorer.procedure.least", { time: duration(least(path) * MICROS) })}</span>
        </div>
        {path.unowned.length > 0 && (
          <Notice tone="amber" icon="alert">
            {t("explorer.procedure.unowned", { stages: path.unowned.join(", ") })}
          </Notice>
        )}
        {path.conditions.length > 0 && (
          <fieldset className="conditions" aria-label={t("open.conditions")}>
            <span className="muted">{t("open.conditions")}:</span>
            {path.conditions.map((c) => (
              <Checkbox key={c} isSelected={!without.has(c)} onChange={(on) => hold(c, on)}>
                {word("condition", c)}
              </Checkbox>
            ))}
          </fieldset>
        )}
        <ProcedureGraph path={path} without={without} />
        {parts.length > 0 && (
          <p className="small">
            <span className="muted">{t("explorer.procedure.parts")}: </span>
            {parts.map((p, i) => (
              <span key={pathId(p)}>
                {i > 0 && ", "}
                <Link to="/framework" search={{ view: "procedures", point, path: pathId(p) }}>
                  {p.title}
                </Link>
              </span>
            ))}
          </p>
        )}
        {path.reversal.length > 0 && (
          <p className="small">
            {t("explorer.procedure.reversal")}{" "}
            <Link to="/framework" search={{ view: "rules", table: "agreements" }}>
              {path.reversal.join(", ")}
            </Link>
          </p>
        )}
      </div>
    </Panel>
  );
}
