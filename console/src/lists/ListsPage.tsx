import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { List } from "../api/types";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { DataList } from "../design/DataList";
import { EmptyState, Loaded, Notice } from "../design/Feedback";
import { PageHead, Panel } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { listsQuery } from "../hits/queries";
import { number, t, word } from "../i18n";
import { dateAndTime, duration, MICROS } from "../i18n/time";
import { useNames } from "../inbox/told";
import { Editions } from "./Editions";
import { Entries } from "./Entries";
import { type ListsSearch, precision } from "./lists";
import "../inbox/inbox.css";
import "./lists.css";

const route = getRouteApi("/shell/lists");
const HUNDRED = 100;

const rowOf = (id: string): HTMLElement | null => document.querySelector(`[data-list="${CSS.escape(id)}"]`);

/** The lists of the officer's agency: what is searched of each, who put it there, and how well it does. */
export function ListsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(listsQuery);
  const shown = query.data?.lists.find((l) => l.id === search.id);
  const close = () => {
    const { id } = search;
    navigate({ search: {}, resetScroll: false }).then(() => id && rowOf(id)?.focus());
  };
  return (
    <div className={shown ? "beside inbox open" : "beside inbox"}>
      <div className="inbox-list">
        <PageHead title={t("lists.title")} detail={t("lists.lead")} />
        <Loaded query={query} lines={8}>
          {({ lists }) =>
            lists.length > 0 ? (
              <ol className="panel inbox-rows" aria-label={t("lists.title")}>
                {lists.map((list) => (
                  <Row key={list.id} list={list} search={search} />
                ))}
              </ol>
            ) : (
              <EmptyState icon="book" title={t("lists.none")}>
                {t("lists.none.detail")}
              </EmptyState>
            )
          }
        </Loaded>
      </div>
      {shown && (
        <section className="inbox-detail" aria-label={shown.name}>
          <p className="inbox-back">
            <Button kind="quiet" icon="cross" onPress={close}>
              {t("lists.back")}
            </Button>
          </p>
          <div className="stack">
            <Health list={shown} />
            <div>
              <Switch
                label={t("lists.part")}
                value={search.editions ? "editions" : "entries"}
                onChange={(id) => navigate({ search: { id: shown.id, editions: id === "editions" ? "yes" : undefined }, replace: true })}
                tabs={[
                  { id: "entries", name: t("lists.entries") },
                  { id: "editions", name: t("lists.editions") },
                ]}
              />
            </div>
            {search.editions ? <Editions key={shown.id} list={shown} /> : <Entries key={shown.id} list={shown} />}
          </div>
        </section>
      )}
    </div>
  );
}

function Row({ list, search }: { list: List; search: ListsSearch }) {
  return (
    <li className="inbox-row" aria-current={search.id === list.id ? "true" : undefined}>
      <div className="inbox-what">
        <Link to="/lists" search={{ id: list.id }} className="inbox-open" data-list={list.id} dir="auto">
          {list.name}
        </Link>
        <p className="inbox-who small">
          <span>{t("lists.records", { count: list.records + list.by_hand })}</span>
          <span className="muted">{list.subjects.map((s) => word("listsubject", s)).join(", ")}</span>
        </p>
      </div>
      <div className="inbox-how">
        <span className="row row-wrap">
          <Marks list={list} />
        </span>
      </div>
    </li>
  );
}

function Marks({ list }: { list: List }) {
  return (
    <>
      {list.waiting > 0 && (
        <Chip tone="amber" icon="user">
          {t("lists.waiting", { count: list.waiting })}
        </Chip>
      )}
      {list.ending > 0 && (
        <Chip tone="amber" icon="clock">
          {t("lists.ending", { count: list.ending })}
        </Chip>
      )}
      <Chip tone={list.action === "inform" ? "neutral" : "red"}>{word("listaction", list.action)}</Chip>
      <Chip tone={list.visibility === "silent" ? "violet" : "outline"} icon={list.visibility === "silent" ? "lock" : undefined}>
        {word("listvisibility", list.visibility)}
      </Chip>
    </>
  );
}

/** Whether the list is in order, and how well it does. */
function Health({ list }: { list: List }) {
  const names = useNames();
  const right = precision(list);
  const f = list.figures;
  const gaps = [
    !list.legal_basis && t("lists.gap.basis"),
    list.max_days === null && t("lists.gap.max"),
    !list.appeal && t("lists.gap.appeal"),
  ];
  return (
    <Panel
      title={list.name}
      aside={
        <span className="row row-wrap">
          <Marks list={list} />
        </span>
      }
    >
      <div className="stack">
        {gaps.some(Boolean) && (
          <Notice tone="amber" icon="alert">
            {gaps.filter(Boolean).join(" ")}
          </Notice>
        )}
        <dl className="list-figures" aria-label={t("lists.figures", { count: f.days })}>
          <Figure name={t("lists.figure.hits")} value={number(f.hits)} />
          <Figure name={t("lists.figure.open")} value={number(f.open)} />
          <Figure name={t("lists.figure.right")} value={right === undefined ? "–" : `${number(Math.round(right * HUNDRED))} %`} />
          <Figure name={t("lists.figure.unanswered")} value={number(f.unanswered)} />
          <Figure
            name={t("lists.figure.answer")}
            value={f.answer_s === null || f.answer_s === undefined ? "–" : duration(f.answer_s * MICROS)}
          />
        </dl>
        <p className="muted small">{t("lists.figures", { count: f.days })}</p>
        <DataList
          items={[
            [t("lists.basis"), list.legal_basis],
            [t("hits.desk"), list.duty_desk && (names.desk(list.duty_desk)?.name ?? list.duty_desk)],
            [t("hits.on_silence"), word("listsilence", list.on_silence)],
            [t("lists.max"), list.max_days && t("lists.days", { count: list.max_days })],
            [t("lists.renewals"), number(list.renewals)],
            [t("lists.in_edition"), number(list.records)],
            [t("lists.by_hand"), number(list.by_hand)],
            [t("lists.edition.until"), list.edition_until_us && dateAndTime(list.edition_until_us)],
            [
              t("lists.threshold"),
              list.threshold_travellers > 0
                ? t("lists.threshold.measured", {
                    named: number(Math.round(list.threshold * HUNDRED)),
                    dated: number(Math.round(list.threshold_dated * HUNDRED)),
                    count: list.threshold_travellers,
                  })
                : t("lists.threshold.default", { named: number(Math.round(list.threshold * HUNDRED)) }),
            ],
            [t("hits.appeal"), list.appeal],
          ]}
        />
      </div>
    </Panel>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="num">{value}</dd>
    </div>
  );
}
