import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { Hit } from "../api/types";
import { EmptyState, Loaded, More } from "../design/Feedback";
import { PageHead } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { number, t } from "../i18n";
import { HitDetail } from "./HitDetail";
import { whoOf } from "./hits";
import { hitCountQuery, hitsQuery } from "./queries";
import { Rows } from "./Rows";
import "../inbox/inbox.css";
import "./hits.css";

const route = getRouteApi("/shell/hits");

const rowOf = (id: string): HTMLElement | null => document.querySelector(`[data-hit="${CSS.escape(id)}"]`);

/** What of the lists was met at the border: the soonest due first, compared side by side. */
export function HitsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const open = search.closed === undefined;
  const query = useInfiniteQuery(hitsQuery(open));
  const count = useQuery(hitCountQuery);
  const hits = query.data?.pages.flatMap((p) => p.hits) ?? [];
  const close = () => {
    const { id } = search;
    navigate({ search: { ...search, id: undefined }, resetScroll: false }).then(() => id && rowOf(id)?.focus());
  };
  const news = useNews(open, hits);
  return (
    <div className={search.id ? "beside inbox open" : "beside inbox"}>
      <p className="visually-hidden" role="status">
        {news}
      </p>
      <div className="inbox-list">
        <PageHead title={t("hits.title")} detail={t("hits.lead")} />
        <div className="inbox-bar">
          <Switch
            label={t("hits.which")}
            value={open ? "open" : "closed"}
            onChange={(id) => navigate({ search: { closed: id === "closed" ? "yes" : undefined }, replace: true })}
            tabs={[
              { id: "open", name: t("hits.open"), count: count.data && number(count.data.open) },
              { id: "closed", name: t("hits.closed") },
            ]}
          />
        </div>
        <Loaded query={query} lines={8}>
          {() =>
            hits.length > 0 ? (
              <Rows hits={hits} search={search} label={t("hits.list")} />
            ) : (
              <EmptyState icon="check" title={t(open ? "hits.none.open" : "hits.none.closed")}>
                {t(open ? "hits.none.open.detail" : "hits.none.closed.detail")}
              </EmptyState>
            )
          }
        </Loaded>
        <More of={query} />
      </div>
      {search.id && <HitDetail key={search.id} id={search.id} onClose={close} />}
    </div>
  );
}

/** Says what has come since the page was opened. */
function useNews(open: boolean, hits: readonly Hit[]): string {
  const known = useRef<Set<string>>(undefined);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (!open) return;
    const fresh = known.current ? hits.filter((h) => !known.current?.has(h.id)) : [];
    if (hits.length > 0 || known.current) known.current = new Set([...(known.current ?? []), ...hits.map((h) => h.id)]);
    const [first] = fresh;
    if (first) setSaid(t("hits.new", { count: fresh.length, who: whoOf(first) }));
  }, [open, hits]);
  return said;
}
