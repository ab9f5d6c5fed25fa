import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useMemo, useState } from "react";
import { frameworkQuery, pointsQuery, useOfficer } from "../api/queries";
import type { Framework, Point, PointNow } from "../api/types";
import { Chip } from "../design/Chip";
import { EmptyState, Loaded, Skeleton } from "../design/Feedback";
import { PageHead } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { number, t } from "../i18n";
import { PointList } from "./PointList";
import type { Mark } from "./PointMap";
import "./overview.css";

const PointMap = lazy(() => import("./PointMap").then((m) => ({ default: m.PointMap })));

/** A crossing point with its figures; without figures where the officer may not know them. */
export interface PointLine {
  point: Point;
  now: PointNow | undefined;
}

/** Crossing points, those that need attention first: most past target, then most held, then the longest queue. */
export function lines(framework: Framework, figures: readonly PointNow[]): PointLine[] {
  const by = new Map(figures.map((f) => [f.id, f]));
  const all = framework.points.map((point) => ({ point, now: by.get(point.id) }));
  const weight = (l: PointLine) => [l.now?.past_target ?? -1, l.now?.held ?? -1, l.now?.waiting ?? -1] as const;
  return all.sort((a, b) => {
    const [x, y] = [weight(a), weight(b)];
    return y[0] - x[0] || y[1] - x[1] || y[2] - x[2] || a.point.name.localeCompare(b.point.name);
  });
}

/** How the map shows a crossing point: by its queue, and by what is late or held in it. */
export function mark({ point, now }: PointLine): Mark {
  const has = (n: number | undefined) => (n ?? 0) > 0;
  return {
    id: point.id,
    name: point.name,
    position: point.position,
    weight: now?.waiting ?? 0,
    named: has(now?.open),
    tone: has(now?.past_target) ? "red" : has(now?.held) ? "amber" : has(now?.open) ? "busy" : "idle",
  };
}

export function Overview() {
  const framework = useQuery(frameworkQuery);
  const points = useQuery(pointsQuery);
  const officer = useOfficer();
  const navigate = useNavigate();
  const [show, setShow] = useState("active");
  const all = useMemo(
    () => (framework.data && points.data ? lines(framework.data, points.data.points) : []),
    [framework.data, points.data],
  );
  const active = useMemo(() => all.filter((l) => (l.now?.open ?? 0) > 0 || l.point.id === officer.point), [all, officer.point]);
  const marks = useMemo(() => all.map(mark), [all]);
  const shown = show === "active" ? active : all;
  const sum = (of: (now: PointNow) => number) => all.reduce((n, l) => n + (l.now ? of(l.now) : 0), 0);
  return (
    <div className="overview">
      <section className="overview-list" aria-label={t("overview.title")}>
        <PageHead
          title={t("overview.title")}
          detail={
            points.data && (
              <>
                <Chip>{t("overview.waiting", { count: sum((n) => n.waiting) })}</Chip>
                {sum((n) => n.past_target) > 0 && (
                  <Chip tone="red" icon="clock">
                    {t("overview.late", { count: sum((n) => n.past_target) })}
                  </Chip>
                )}
                {sum((n) => n.held) > 0 && (
                  <Chip tone="amber" icon="pause">
                    {t("overview.held", { count: sum((n) => n.held) })}
                  </Chip>
                )}
              </>
            )
          }
        >
          <Switch
            label={t("overview.show")}
            value={show}
            onChange={setShow}
            tabs={[
              { id: "active", name: t("overview.show.active"), count: number(active.length) },
              { id: "all", name: t("overview.show.all"), count: number(all.length) },
            ]}
          />
        </PageHead>
        <Loaded query={framework} lines={8}>
          {() => (
            <Loaded query={points} lines={8}>
              {() =>
                shown.length > 0 ? (
                  <PointList lines={shown} own={officer.point} />
                ) : (
                  <EmptyState icon="map" title={all.length > 0 ? t("overview.idle") : t("overview.none")}>
                    {all.length > 0 ? t("overview.idle.detail") : t("overview.none.detail")}
                  </EmptyState>
                )
              }
            </Loaded>
          )}
        </Loaded>
      </section>
      <section className="overview-map" aria-label={t("overview.map")}>
        <Suspense fallback={<Skeleton lines={6} />}>
          {all.length > 0 && (
            <PointMap
              marks={marks}
              onOpen={(point) => navigate({ to: "/points/$point", params: { point }, search: { path: undefined, who: undefined } })}
            />
          )}
        </Suspense>
      </section>
    </div>
  );
}
