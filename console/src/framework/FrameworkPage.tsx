import { getRouteApi } from "@tanstack/react-router";
import { type ComponentType, type LazyExoticComponent, lazy, Suspense, useEffect, useRef } from "react";
import { useFramework } from "../api/queries";
import { Skeleton } from "../design/Feedback";
import { PageHead } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { type Key, t } from "../i18n";
import "./framework.css";

const route = getRouteApi("/shell/framework");

interface View {
  id: string;
  name: Key;
  draw: LazyExoticComponent<ComponentType>;
}

/** The parts of the explorer, in the order of the questions that somebody who studies a framework has. Another part is another line. */
const VIEWS: readonly [View, ...View[]] = [
  {
    id: "institution",
    name: "explorer.view.institution",
    draw: lazy(() => import("./Institution").then((m) => ({ default: m.Institution }))),
  },
  { id: "points", name: "explorer.view.points", draw: lazy(() => import("./Points").then((m) => ({ default: m.Points }))) },
  { id: "procedures", name: "explorer.view.procedures", draw: lazy(() => import("./Procedures").then((m) => ({ default: m.Procedures }))) },
  { id: "access", name: "explorer.view.access", draw: lazy(() => import("./Access").then((m) => ({ default: m.Access }))) },
  { id: "rules", name: "explorer.view.rules", draw: lazy(() => import("./Rules").then((m) => ({ default: m.RulesView }))) },
  { id: "findings", name: "explorer.view.findings", draw: lazy(() => import("./Findings").then((m) => ({ default: m.FindingsView }))) },
  { id: "versions", name: "explorer.view.versions", draw: lazy(() => import("./Versions").then((m) => ({ default: m.VersionsView }))) },
  {
    id: "differences",
    name: "explorer.view.differences",
    draw: lazy(() => import("./Differences").then((m) => ({ default: m.DifferencesView }))),
  },
];

/** The framework as something to study: who, where, how, who sees what, under which rules, and what it lacks. */
export function FrameworkPage() {
  const { view } = route.useSearch();
  const navigate = route.useNavigate();
  const { framework } = useFramework();
  const chosen = VIEWS.find((v) => v.id === view) ?? VIEWS[0];
  const host = useRef<HTMLDivElement>(null);
  // On a phone the tabs are wider than the screen: the chosen one is brought into view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another is chosen
  useEffect(() => {
    host.current?.querySelector(".page-head [data-selected]")?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [chosen.id]);
  return (
    <div ref={host} className="explorer">
      <PageHead title={t("explorer.title")} detail={framework && <span dir="auto">{`${framework.name} ${framework.version}`}</span>}>
        <Switch
          label={t("explorer.views")}
          value={chosen.id}
          onChange={(id) => navigate({ search: (s) => ({ ...(id === "procedures" && s.point ? { point: s.point } : {}), view: id }) })}
          tabs={VIEWS.map((v) => ({ id: v.id, name: t(v.name) }))}
        />
      </PageHead>
      <Suspense fallback={<Skeleton lines={8} />}>
        <chosen.draw />
      </Suspense>
    </div>
  );
}
