import { useInfiniteQuery, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useNow } from "../api/clock";
import { useOfficer } from "../api/queries";
import type { Assignment } from "../api/types";
import { useLetters } from "../crossing/keys";
import { Button, ButtonLink } from "../design/Button";
import { EmptyState, ErrorState, Loaded, More } from "../design/Feedback";
import { Checkbox, Select } from "../design/Field";
import { PageHead } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { rulesQuery } from "../framework/queries";
import { number, t } from "../i18n";
import { ActionDialog } from "./ActionDialog";
import { AskButton } from "./AskDialog";
import { Detail } from "./Detail";
import { useEnded } from "./ended";
import { ACTIONS, type Action, arrivals, asks, type InboxSearch, isOf, type Side, step, wanted } from "./inbox";
import { assignmentQuery, inboxCountQuery, inboxQuery } from "./queries";
import { brief, Rows } from "./Rows";
import { useAct } from "./send";
import { told, useNames } from "./told";
import "./inbox.css";

const route = getRouteApi("/shell/inbox");
/** Selects cannot have an empty choice: this one stands for every kind. */
const ALL = "·";
/** How the address says that a filter is on. */
const ONLY = "only";
/** Time for a dialog to give the focus back to a line that is still there. Milliseconds. */
const BACK_MS = 100;

const rowOf = (id: string): HTMLElement | null => document.querySelector(`[data-assignment="${CSS.escape(id)}"]`);
/** The line that has the focus. */
const focused = (): string | undefined => (document.activeElement as HTMLElement | null)?.dataset.assignment;

/** What the officer owes and is owed, the soonest due first, and what is done with it. */
export function InboxPage() {
  const officer = useOfficer();
  const client = useQueryClient();
  const names = useNames();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const side: Side = search.side === "owed" ? "owed" : "owes";
  const query = useInfiniteQuery(inboxQuery(side, search.kind));
  const now = useNow();
  const loaded = query.data?.pages.flatMap((p) => p.assignments) ?? [];
  const want = { late: search.late !== undefined, unseen: search.unseen !== undefined };
  const shown = wanted(loaded, want, side, officer, now);
  const { send, isPending, error, last, reset } = useAct();
  const [asked, setAsked] = useState<{ assignment: Assignment; action: Action }>();

  const set = (change: InboxSearch) => navigate({ search: { ...search, ...change }, replace: true, resetScroll: false });
  const close = () => {
    const { id } = search;
    navigate({ search: { ...search, id: undefined }, resetScroll: false }).then(() => id && rowOf(id)?.focus());
  };
  const act = (assignment: Assignment, action: Action) => {
    if (isPending) return;
    reset();
    if (asks(action)) setAsked({ assignment, action });
    else send({ id: assignment.id, body: { command: action } });
  };
  const ids = shown.map((a) => a.id);
  useLetters(!asked, (letter) => {
    const current = focused() ?? search.id;
    if (letter === "J" || letter === "K") {
      const next = step(ids, current, letter === "J" ? 1 : -1);
      if (next) rowOf(next)?.focus();
      return;
    }
    const action = ACTIONS.find((x) => "key" in x && x.key === letter)?.command;
    if (!action || !current) return;
    const assignment = client.getQueryData(assignmentQuery(current).queryKey) ?? loaded.find((a) => a.id === current);
    if (assignment?.commands.includes(action)) act(assignment, action);
  });
  useKept(ids, asked !== undefined);
  const news = useNews(`${side} ${search.kind}`, side === "owes" ? query.data?.pages : undefined);
  const failed = error && !asked ? last?.id : undefined;

  return (
    <div className={search.id ? "beside inbox open" : "beside inbox"}>
      <p className="visually-hidden" role="status">
        {news}
      </p>
      <div className="inbox-list">
        <PageHead title={t("inbox.title")} detail={t("inbox.lead")}>
          <ButtonLink to="/measures" icon="chart">
            {t("measures.link")}
          </ButtonLink>
          <AskButton kind="primary" onMade={(made) => navigate({ search: { side: "owed", id: made.id } })} />
        </PageHead>
        <Bar side={side} search={search} set={set} loaded={query.hasNextPage ? loaded.length : undefined} />
        {failed && failed !== search.id && <ErrorState error={told(error, names)} />}
        <Loaded query={query} lines={8}>
          {() =>
            shown.length > 0 ? (
              <Rows items={shown} side={side} search={search} label={t("inbox.list")} />
            ) : (
              <Nothing side={side} search={search} set={set} />
            )
          }
        </Loaded>
        <More of={query} />
        <Ended side={side} search={search} />
      </div>
      {search.id && (
        <Detail
          key={search.id}
          id={search.id}
          isPending={isPending}
          error={failed === search.id ? error : undefined}
          onAction={act}
          onClose={close}
        />
      )}
      {asked && (
        <ActionDialog
          {...asked}
          isPending={isPending}
          error={error}
          onClose={() => {
            setAsked(undefined);
            reset();
          }}
          onSend={(body) => send({ id: asked.assignment.id, body }, () => setAsked(undefined))}
        />
      )}
    </div>
  );
}

interface Filters {
  side: Side;
  search: InboxSearch;
  set: (change: InboxSearch) => void;
}

function Bar({ side, search, set, loaded }: Filters & { loaded: number | undefined }) {
  const count = useQuery(inboxCountQuery);
  const rules = useQuery(rulesQuery);
  const kinds = (rules.data?.clocks ?? []).map((c) => ({ id: c.id, name: c.title }));
  const many = (n: number | undefined) => (n === undefined ? undefined : number(n));
  return (
    <div className="inbox-bar">
      <Switch
        label={t("inbox.side")}
        value={side}
        onChange={(id) => set({ side: id === "owed" ? "owed" : undefined, id: undefined })}
        tabs={[
          { id: "owes", name: t("inbox.owes"), count: many(count.data?.owes) },
          { id: "owed", name: t("inbox.owed"), count: many(count.data?.owed) },
        ]}
      />
      <Select
        label={t("inbox.kind")}
        compact
        value={search.kind ?? ALL}
        onChange={(id) => set({ kind: id === ALL ? undefined : id })}
        options={[{ id: ALL, name: t("inbox.kind.all") }, ...kinds]}
      />
      <Checkbox isSelected={search.late !== undefined} onChange={(on) => set({ late: on ? ONLY : undefined })}>
        {t("inbox.filter.late")}
      </Checkbox>
      <Checkbox isSelected={search.unseen !== undefined} onChange={(on) => set({ unseen: on ? ONLY : undefined })}>
        {t("inbox.filter.unseen")}
      </Checkbox>
      {loaded !== undefined && (search.late ?? search.unseen) && (
        <span className="hint" role="status">
          {t("inbox.filter.loaded", { count: loaded })}
        </span>
      )}
    </div>
  );
}

function Nothing({ side, search, set }: Filters) {
  if (search.kind ?? search.late ?? search.unseen)
    return (
      <EmptyState
        icon="search"
        title={t("inbox.none.filtered")}
        action={<Button onPress={() => set({ kind: undefined, late: undefined, unseen: undefined })}>{t("inbox.filter.off")}</Button>}
      >
        {t("inbox.none.filtered.detail")}
      </EmptyState>
    );
  return (
    <EmptyState icon="check" title={t(`inbox.none.${side}`)}>
      {t(`inbox.none.${side}.detail`)}
    </EmptyState>
  );
}

/** What has ended while this window was open: it is in no inbox any more, and its answer still wants to be read. Read out when it comes. */
function Ended({ side, search }: { side: Side; search: InboxSearch }) {
  const officer = useOfficer();
  const all = useQueries({ queries: useEnded().map((id) => assignmentQuery(id)) });
  const own = all.flatMap(({ data }) => {
    const owed = data && (isOf(data.from, officer) || data.made.officer === officer.id);
    return data?.end && owed === (side === "owed") ? [data] : [];
  });
  return (
    <div aria-live="polite" className="inbox-ended">
      {own.length > 0 && (
        <>
          <h2>{t("inbox.ended")}</h2>
          <Rows items={own} side={side} search={search} label={t("inbox.ended")} />
        </>
      )}
    </div>
  );
}

/** When the line that had the focus goes, because it has ended or is somebody else's now, the one that takes its place has it. */
function useKept(ids: readonly string[], isAsking: boolean): void {
  const at = useRef(-1);
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      const element = target as HTMLElement;
      // A dialog gives the focus back; until then the line keeps its claim.
      if (element.closest("[role=dialog]")) return;
      at.current = [...document.querySelectorAll("[data-assignment]")].indexOf(element);
    };
    addEventListener("focusin", note);
    return () => removeEventListener("focusin", note);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever other lines are shown
  useEffect(() => {
    if (isAsking) return;
    const timer = setTimeout(() => {
      if (at.current < 0 || document.activeElement !== document.body) return;
      const rows = document.querySelectorAll<HTMLElement>("[data-assignment]");
      rows[Math.min(at.current, rows.length - 1)]?.focus();
    }, BACK_MS);
    return () => clearTimeout(timer);
  }, [ids.join(), isAsking]);
}

/** Says what has come since the list was last asked for. */
function useNews(list: string, pages: readonly { now_us: number; assignments: readonly Assignment[] }[] | undefined): string {
  const before = useRef({ list: "", known: new Set<string>(), since: 0 });
  const [said, setSaid] = useState("");
  useEffect(() => {
    const first = pages?.[0];
    if (!pages || !first) return;
    const all = pages.flatMap((p) => p.assignments);
    const { known, since } = before.current;
    const fresh = before.current.list === list ? arrivals(known, all, since) : [];
    before.current = { list, known: new Set(all.map((a) => a.id)), since: first.now_us };
    const [one] = fresh;
    if (one) setSaid(t("inbox.new", { count: fresh.length, owed: brief(one.owed) }));
  }, [list, pages]);
  return said;
}
