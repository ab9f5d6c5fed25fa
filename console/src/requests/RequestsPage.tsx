import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useNow } from "../api/clock";
import { problemOf } from "../api/problem";
import { useFramework } from "../api/queries";
import type { RequestCard } from "../api/types";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { Countdown } from "../design/Clock";
import { EmptyState, Loaded, More } from "../design/Feedback";
import { Checkbox } from "../design/Field";
import { PageHead } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { homeZone } from "../framework/versions";
import { t, word } from "../i18n";
import { isoDay } from "../i18n/time";
import { AskDialog } from "./AskDialog";
import { requestsQuery } from "./queries";
import { isLate, type RequestsSearch, SIDES, STATES } from "./requests";
import "./requests.css";

const route = getRouteApi("/shell/requests");

/** What agencies ask each other: by us, of us, and what we were given. */
export function RequestsPage() {
  const search: RequestsSearch = route.useSearch();
  const navigate = route.useNavigate();
  const side = search.side ?? "of";
  const open = search.all === undefined;
  const query = useInfiniteQuery(requestsQuery(side, open));
  const [asking, setAsking] = useState(search.ask !== undefined);
  const requests = query.data?.pages.flatMap((p) => p.requests) ?? [];
  const hidden = query.isError && query.data === undefined && problemOf(query.error).status === 403;
  const close = () => {
    setAsking(false);
    navigate({ search: { ...search, ask: undefined }, replace: true });
  };
  return (
    <div className="page">
      <PageHead title={t("requests.title")} detail={t("requests.lead")}>
        {!hidden && (
          <Button kind="primary" icon="plus" onPress={() => setAsking(true)}>
            {t("requests.ask")}
          </Button>
        )}
      </PageHead>
      {hidden ? (
        <EmptyState icon="lock" title={t("page.hidden")}>
          {t("requests.hidden")}
        </EmptyState>
      ) : (
        <>
          <div className="inbox-bar row row-wrap">
            <Switch
              label={t("requests.side")}
              value={side}
              onChange={(id) => navigate({ search: { ...search, side: SIDES.find((s) => s === id) }, replace: true })}
              tabs={SIDES.map((id) => ({ id, name: t(`requests.side.${id}`) }))}
            />
            <Checkbox isSelected={open} onChange={(on) => navigate({ search: { ...search, all: on ? undefined : "yes" }, replace: true })}>
              {t("requests.open")}
            </Checkbox>
          </div>
          <Loaded query={query} lines={8}>
            {() =>
              requests.length > 0 ? (
                <ul className="panel request-rows" aria-label={t(`requests.side.${side}`)}>
                  {requests.map((r) => (
                    <Row key={r.id} card={r} side={side} />
                  ))}
                </ul>
              ) : (
                <EmptyState icon="check" title={t("requests.none")}>
                  {t(open ? "requests.none.open" : "requests.none.all")}
                </EmptyState>
              )
            }
          </Loaded>
          <More of={query} />
        </>
      )}
      {asking && (
        <AskDialog
          crossing={search.ask}
          onClose={close}
          onAsked={(asked) => navigate({ to: "/requests/$id", params: { id: asked.card.id } })}
        />
      )}
    </div>
  );
}

function Row({ card, side }: { card: RequestCard; side: string }) {
  const now = useNow();
  const { framework, agency, point, zone: zoneOf } = useFramework();
  const zone = zoneOf(card.point) ?? homeZone(framework);
  return (
    <li className="request-row">
      <div className="request-what">
        <Link to="/requests/$id" params={{ id: card.id }} className="request-open" dir="auto">
          {card.title}
        </Link>
        <p className="muted small">
          {side === "by" ? t("requests.to", { agency: agency(card.to) }) : t("requests.from", { agency: agency(card.from) })}
          {card.point && ` · ${point(card.point)?.name ?? card.point}`} · {word("purpose", card.purpose)} · {isoDay(card.asked_us, zone)}
        </p>
      </div>
      <p className="row row-wrap request-state">
        <StateOf state={card.state} />
        {card.unconfirmed && (
          <Chip tone="red" icon="alert">
            {t("requests.unconfirmed")}
          </Chip>
        )}
        {card.told > 0 && (
          <Chip tone="amber" icon="alert">
            {t("requests.told", { count: card.told })}
          </Chip>
        )}
        {card.state === "asked" && (
          <span className={isLate(card, now) ? "request-late" : ""}>
            <Countdown until={card.due_us} label={t("requests.due")} zone={zone} />
          </span>
        )}
      </p>
    </li>
  );
}

/** How a request stands. */
export function StateOf({ state }: { state: string }) {
  const look = STATES[state];
  return (
    <Chip tone={look?.tone ?? "neutral"} icon={look?.icon}>
      {word("requeststate", state)}
    </Chip>
  );
}
