import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { BOARD_LIMIT, boardQuery, pathsQuery, useFramework, useOfficer } from "../api/queries";
import type { Board, Path, PointPaths } from "../api/types";
import { EmptyState, Loaded, Notice } from "../design/Feedback";
import { KindIcon } from "../design/Icon";
import { PageHead } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { t } from "../i18n";
import { CrossingCard } from "./CrossingCard";
import { Find } from "./Find";
import { Lanes } from "./Lanes";
import { chosen, counts, existing, lanesOf, pathId, WHOSE, type Whose } from "./lanes";
import { PathSwitch } from "./PathSwitch";
import "./board.css";

const route = getRouteApi("/shell/points/$point");

/** The board of a crossing point: who waits where, for whom, and for how long. */
export function BoardPage() {
  const { point } = route.useParams();
  const { framework } = useFramework();
  const here = framework?.points.find((p) => p.id === point);
  const board = useQuery(boardQuery(point, ""));
  const paths = useQuery(pathsQuery(point));
  return (
    <div className="board">
      <PageHead title={here?.name ?? point} icon={<KindIcon kind={here?.environment} size={20} />}>
        <Find point={point} cards={board.data?.cards ?? []} />
      </PageHead>
      <Loaded query={paths} lines={8}>
        {(p) => (
          <Loaded query={board} lines={8}>
            {(b) => <View board={b} paths={p} oneStop={here?.one_stop ?? false} />}
          </Loaded>
        )}
      </Loaded>
    </div>
  );
}

function View({ board, paths, oneStop }: { board: Board; paths: PointPaths; oneStop: boolean }) {
  const officer = useOfficer();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const count = useMemo(() => counts(board), [board]);
  const path = chosen(paths, search.path, count, officer.agency);
  const who: Whose = WHOSE.find((w) => w === search.who) ?? "all";
  const lanes = useMemo(() => (path ? lanesOf(board, path, who, officer) : []), [board, path, who, officer]);
  const exists = useMemo(() => existing(board.cards), [board.cards]);
  const show = (to: { path?: string; who?: string }) => navigate({ search: (s) => ({ ...s, ...to }), replace: true });
  const any = lanes.some((l) => l.count > 0);
  return (
    <>
      <div className="board-bar">
        {path && <PathSwitch paths={paths} count={count} chosen={path} onChoose={(p: Path) => show({ path: pathId(p) })} />}
        <Switch
          label={t("board.who")}
          value={who}
          onChange={(to) => show({ who: to })}
          tabs={WHOSE.map((id) => ({ id, name: t(`board.who.${id}`) }))}
        />
      </div>
      {board.next && <Notice tone="amber">{t("board.partial", { count: BOARD_LIMIT })}</Notice>}
      {exists.map((agency) => (
        <CrossingCard key={agency} card={{ id: agency, disclosure: "exists", point: board.point, agency, lanes: [], owed: [] }} />
      ))}
      {any ? (
        <Lanes key={path && pathId(path)} lanes={lanes} oneStop={oneStop} />
      ) : (
        <EmptyState icon="board" title={board.cards.length > 0 ? t("board.filtered") : t("board.empty")}>
          {t("board.empty.detail")}
        </EmptyState>
      )}
    </>
  );
}
