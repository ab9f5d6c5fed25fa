import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { BodyCard, Measure } from "../api/types";
import { bodiesQuery } from "../bodies/queries";
import { Button } from "../design/Button";
import { EmptyState, Loaded, More } from "../design/Feedback";
import { Select } from "../design/Field";
import { PageHead, Panel } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { rulesQuery } from "../framework/queries";
import { number, t } from "../i18n";
import { duration, MICROS } from "../i18n/time";
import { Rows } from "../inbox/Rows";
import { partyText, useNames } from "../inbox/told";
import { BY, type By, DAYS, FIGURES, type Figure, type MeasuresSearch, share } from "./measures";
import { behindQuery, measuresQuery } from "./queries";
import "../inbox/inbox.css";
import "./measures.css";

const route = getRouteApi("/shell/measures");
const HUNDRED = 100;
const DEFAULT_DAYS = "30";

/** How well what is owed is answered, and the assignments behind every figure. */
export function MeasuresPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const by: By = search.by ?? "agency";
  const days = search.days ?? DEFAULT_DAYS;
  const query = useQuery(measuresQuery(by, Number(days)));
  const names = useNames();
  const set = (change: MeasuresSearch) => navigate({ search: { ...search, ...change }, replace: true, resetScroll: false });
  const own = query.data?.agency;
  return (
    <div className="page">
      <PageHead title={t("measures.title")} detail={own ? t("measures.lead.own", { agency: names.agency(own) }) : t("measures.lead")} />
      <div className="inbox-bar">
        <Switch
          label={t("measures.by")}
          value={by}
          onChange={(id) => set({ by: id as By, who: undefined, figure: undefined })}
          tabs={BY.map((id) => ({ id, name: t(`measures.by.${id}`) }))}
        />
        <Select
          label={t("measures.days")}
          compact
          value={days}
          onChange={(id) => set({ days: id })}
          options={DAYS.map((id) => ({ id, name: t("measures.last", { count: Number(id) }) }))}
        />
      </div>
      <Loaded query={query} lines={8}>
        {({ measures }) =>
          measures.length > 0 ? (
            <Table by={by} measures={measures} search={search} />
          ) : (
            <EmptyState icon="chart" title={t("measures.none")}>
              {t("measures.none.detail")}
            </EmptyState>
          )
        }
      </Loaded>
      {search.who !== undefined && search.figure && (
        <Behind
          by={by}
          days={Number(days)}
          who={search.who}
          figure={search.figure}
          onClose={() => set({ who: undefined, figure: undefined })}
        />
      )}
    </div>
  );
}

/** A body by its name and place, where it is disclosed. */
function bodyName(all: readonly BodyCard[], id: string, point: (id: string) => string): string {
  const body = all.find((b) => b.id === id);
  return body ? [body.name, body.point && point(body.point)].filter(Boolean).join(" · ") : id;
}

function useNameOf(by: By): (who: string) => string {
  const names = useNames();
  const rules = useQuery(rulesQuery);
  const bodies = useQuery({ ...bodiesQuery, enabled: by === "body" });
  return (who) => {
    if (who === "") return t(`measures.nobody.${by}`);
    if (by === "agency") return names.agency(who);
    if (by === "point") return names.point(who);
    if (by === "desk") return partyText({ desk: who }, names);
    if (by === "body") return bodyName(bodies.data?.bodies ?? [], who, names.point);
    return rules.data?.clocks.find((c) => c.id === who)?.title ?? who;
  };
}

function Table({ by, measures, search }: { by: By; measures: readonly Measure[]; search: MeasuresSearch }) {
  const nameOf = useNameOf(by);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow page it is scrolled sideways, by keys too
    <section className="panel measures" aria-label={t("measures.title")} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t(`measures.by.${by}`)}</th>
            {FIGURES.map((figure) => (
              <th key={figure} scope="col">
                {t(`measures.figure.${figure}`)}
              </th>
            ))}
            <th scope="col">{t("measures.median")}</th>
            <th scope="col">{t("measures.p90")}</th>
          </tr>
        </thead>
        <tbody>
          {measures.map((m) => (
            <tr key={m.who}>
              <th scope="row" dir="auto">
                {nameOf(m.who)}
              </th>
              {FIGURES.map((figure) => (
                <td key={figure} className="num">
                  <Value measure={m} figure={figure} search={search} name={nameOf(m.who)} />
                </td>
              ))}
              <td className="num">{time(m.median_s)}</td>
              <td className="num">{time(m.p90_s)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const time = (seconds: number | null | undefined): string => (seconds === null || seconds === undefined ? "–" : duration(seconds * MICROS));

/** A figure leads to what it counts. */
function Value({ measure, figure, search, name }: { measure: Measure; figure: Figure; search: MeasuresSearch; name: string }) {
  const part = share(measure, figure);
  const value = number(measure[figure]);
  if (measure[figure] === 0) return <span className="muted">{value}</span>;
  return (
    <>
      <Link
        to="/measures"
        search={{ ...search, who: measure.who, figure }}
        resetScroll={false}
        aria-label={t("measures.open", { name, figure: t(`measures.figure.${figure}`), value })}
        aria-current={search.who === measure.who && search.figure === figure ? "true" : undefined}
      >
        {value}
      </Link>
      {part !== undefined && (
        <span className="measure-share">
          <span className="muted small">{t("hits.score.percent", { percent: number(Math.round(part * HUNDRED)) })}</span>
          <span className="due-bar" aria-hidden="true">
            <span style={{ inlineSize: `${part * HUNDRED}%` }} />
          </span>
        </span>
      )}
    </>
  );
}

/** The assignments that a figure counts. */
function Behind({ by, days, who, figure, onClose }: { by: By; days: number; who: string; figure: Figure; onClose: () => void }) {
  const nameOf = useNameOf(by);
  const query = useInfiniteQuery(behindQuery(by, days, who, figure));
  const all = query.data?.pages.flatMap((p) => p.assignments) ?? [];
  const title = `${nameOf(who)} · ${t(`measures.figure.${figure}`)}`;
  return (
    <div className="measures-behind">
      <Panel
        title={title}
        flush
        aside={
          <Button small kind="quiet" icon="cross" onPress={onClose}>
            {t("action.close")}
          </Button>
        }
      >
        <Loaded query={query} lines={6}>
          {() =>
            all.length > 0 ? (
              <Rows items={all} side="owed" search={{}} label={title} />
            ) : (
              <EmptyState icon="lock" title={t("measures.hidden")}>
                {t("measures.hidden.detail")}
              </EmptyState>
            )
          }
        </Loaded>
        <More of={query} />
      </Panel>
    </div>
  );
}
