import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import { frameworkQuery, useFramework } from "../api/queries";
import type { Framework, Point } from "../api/types";
import { Chip } from "../design/Chip";
import { Loaded, Skeleton } from "../design/Feedback";
import { KindIcon } from "../design/Icon";
import { Switch } from "../design/Tabs";
import { number, t, word } from "../i18n";
import "../overview/overview.css";

const PointMap = lazy(() => import("../overview/PointMap").then((m) => ({ default: m.PointMap })));
const route = getRouteApi("/shell/framework");

/** Every crossing point of the country, open or not: what it is, whose neighbour, who leads. A press shows its procedures. */
export function Points() {
  return <Loaded query={useQuery(frameworkQuery)}>{(framework) => <All framework={framework} />}</Loaded>;
}

function All({ framework }: { framework: Framework }) {
  const { environment = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const kinds = [...new Set(framework.points.map((p) => p.environment))].sort();
  const shown = useMemo(
    () =>
      framework.points
        .filter((p) => environment === "" || p.environment === environment)
        .sort((a, b) => Number(b.status === "open") - Number(a.status === "open") || a.name.localeCompare(b.name)),
    [framework, environment],
  );
  const marks = useMemo(
    () =>
      shown.map((p) => ({
        id: p.id,
        name: p.name,
        position: p.position,
        weight: p.one_stop ? 2 : 0,
        named: true,
        tone: p.status === "open" ? ("busy" as const) : ("idle" as const),
      })),
    [shown],
  );
  return (
    <div className="overview">
      <section className="overview-list stack" aria-label={t("explorer.view.points")}>
        <Switch
          label={t("explorer.points.which")}
          value={environment}
          onChange={(id) => navigate({ search: (s) => ({ ...s, environment: id || undefined }), replace: true })}
          tabs={[
            { id: "", name: t("overview.show.all"), count: number(framework.points.length) },
            ...kinds.map((k) => ({
              id: k,
              name: (
                <>
                  <KindIcon kind={k} size={14} /> {word("environment", k)}
                </>
              ),
              count: number(framework.points.filter((p) => p.environment === k).length),
            })),
          ]}
        />
        <div className="panel table-scroll">
          <table className="table points-table">
            <thead>
              <tr>
                <th>{t("overview.point")}</th>
                <th>{t("explorer.neighbour")}</th>
                <th>{t("explorer.lead")}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((p) => (
                <Line key={p.id} point={p} />
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section className="overview-map" aria-label={t("overview.map")}>
        <Suspense fallback={<Skeleton lines={6} />}>
          {/* Drawn anew for each environment, so that it is as near as its points allow. */}
          <PointMap key={environment} marks={marks} onOpen={(point) => navigate({ search: { view: "procedures", point } })} />
        </Suspense>
      </section>
    </div>
  );
}

function Line({ point }: { point: Point }) {
  const { agency, agencyName } = useFramework();
  return (
    <tr>
      <td>
        <span className="point-cell">
          <Link to="/framework" search={{ view: "procedures", point: point.id }} className="point-name">
            <KindIcon kind={point.environment} />
            <span>
              <span className="visually-hidden">{word("environment", point.environment)}: </span>
              {point.name}
            </span>
          </Link>
          {point.status !== "open" && <Chip tone="outline">{word("pointstatus", point.status)}</Chip>}
        </span>
      </td>
      <td>
        {point.neighbour ? (
          <span className="point-cell">
            <span dir="auto">{point.neighbour_point ?? point.neighbour}</span>
            {point.one_stop && (
              <Link to="/framework" search={{ view: "rules", table: "agreements" }}>
                <Chip tone="info">{t("explorer.onestop")}</Chip>
              </Link>
            )}
          </span>
        ) : (
          <span className="muted">–</span>
        )}
      </td>
      <td>
        <span dir="auto" title={agencyName(point.lead)}>
          {point.lead ? agency(point.lead) : t("explorer.nobody")}
        </span>
        {point.deputy && (
          <span className="muted cell-more" dir="auto">
            {t("explorer.deputy", { agency: agency(point.deputy) })}
          </span>
        )}
      </td>
    </tr>
  );
}
