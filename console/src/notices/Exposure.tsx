import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Notice } from "../api/types";
import { CrossingCard } from "../board/CrossingCard";
import { Button } from "../design/Button";
import { Loaded, More } from "../design/Feedback";
import { Meter } from "../design/Meter";
import { Panel } from "../design/Panel";
import { number, t } from "../i18n";
import { useNames } from "../inbox/told";
import { hitByQuery } from "./queries";

/** What is on the way that it will hit, point by point; the bars share one scale. */
export function Exposure({ view }: { view: Notice }) {
  const names = useNames();
  const [shown, setShown] = useState<string>();
  const most = Math.max(1, ...view.exposure.map((e) => e.all + e.perhaps));
  const sum = (of: (e: Notice["exposure"][number]) => number) => view.exposure.reduce((n, e) => n + of(e), 0);
  const then = view.exposure_then.reduce((n, e) => n + e.all, 0);
  return (
    <Panel title={t("notices.exposure")}>
      <div className="stack">
        <p>
          <strong>{t("notices.exposure.within", { count: sum((e) => e.within) })}</strong>{" "}
          <span className="muted">{t("notices.exposure.all", { count: sum((e) => e.all) })}</span>
        </p>
        {view.issued && <p className="muted small">{t("notices.exposure.then", { count: then })}</p>}
        <ul className="notices-bars">
          {view.exposure.map((e) => (
            <li key={e.point}>
              <span className="notices-bar-name">{names.point(e.point)}</span>
              <span className="notices-bar" style={{ inlineSize: `${Math.round(((e.all + e.perhaps) / most) * 100)}%` }}>
                <Meter
                  label={names.point(e.point)}
                  shares={[
                    { id: "within", name: t("notices.within"), count: e.within, tone: "red" },
                    { id: "other", name: t("notices.other"), count: e.all - e.within, tone: "amber" },
                    { id: "perhaps", name: t("notices.perhaps"), count: e.perhaps, tone: "outline" },
                  ]}
                />
              </span>
              <span className="small">
                {t("notices.bar", { within: number(e.within), all: number(e.all), here: number(e.here) })}
                {e.perhaps > 0 && <> · {t("notices.perhaps.count", { count: e.perhaps })}</>}
              </span>
              {e.all + e.perhaps > 0 && (
                <Button
                  small
                  kind="quiet"
                  aria-expanded={shown === e.point}
                  onPress={() => setShown(shown === e.point ? undefined : e.point)}
                >
                  {t(shown === e.point ? "notices.list.hide" : "notices.list")}
                </Button>
              )}
              {shown === e.point && <Hit id={view.notice.id} point={e.point} />}
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}

function Hit({ id, point }: { id: string; point: string }) {
  const query = useInfiniteQuery(hitByQuery(id, point));
  const cards = query.data?.pages.flatMap((p) => p.crossings) ?? [];
  return (
    <div className="notices-hit">
      <Loaded query={query} lines={3}>
        {() => (
          <>
            <ul className="parts">
              {cards.map((c) => (
                <li key={c.id}>
                  <CrossingCard card={c} />
                </li>
              ))}
            </ul>
            <More of={query} />
          </>
        )}
      </Loaded>
    </div>
  );
}
