import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { crossingQuery, partsQuery, useFramework } from "../api/queries";
import type { Card } from "../api/types";
import { ButtonLink } from "../design/Button";
import { Chip, StateChip } from "../design/Chip";
import { Clock, Countdown } from "../design/Clock";
import { EmptyState, Loaded, Notice } from "../design/Feedback";
import { Field } from "../design/Field";
import { KindIcon } from "../design/Icon";
import { Meter } from "../design/Meter";
import { PageHead } from "../design/Panel";
import { number, t, word } from "../i18n";
import { clockTime, day } from "../i18n/time";
import { dueOf, type Order, PARTS, type Part, people } from "./flights";
import { PeopleTable } from "./PeopleTable";
import { shares } from "./shares";
import "./flight.css";

/** A flight and everybody on it. */
export function FlightPage() {
  const { id } = useParams({ from: "/shell/flights/$id" });
  const crossing = useQuery(crossingQuery(id));
  const parts = useQuery(partsQuery(id));
  return (
    <div className="page">
      <Loaded query={crossing} lines={5}>
        {(flight) => (
          <>
            <Head flight={flight.card} />
            <Loaded query={parts} lines={10}>
              {(page) => (
                <>
                  {page.next && <Notice>{t("flight.partial", { count: page.crossings.length })}</Notice>}
                  <Aboard cards={page.crossings} point={flight.card.point} />
                </>
              )}
            </Loaded>
          </>
        )}
      </Loaded>
    </div>
  );
}

function Head({ flight }: { flight: Card }) {
  const { zone, point } = useFramework();
  const own = zone(flight.point);
  return (
    <PageHead
      icon={<KindIcon kind={flight.subject_kind} size={20} />}
      title={flight.label}
      detail={
        <>
          <span dir="ltr" className="route">
            {flight.detail}
          </span>
          <span>
            {t("flights.due")}{" "}
            <strong className="num">
              {clockTime(dueOf(flight), own)} <span className="muted">{day(dueOf(flight), own)}</span>
            </strong>
          </span>
          <StateChip state={flight.state} />
          {!flight.arrived_us && flight.expected_us && <Countdown until={flight.expected_us} label={t("flights.due")} zone={own} />}
          {flight.arrived_us && flight.lanes.length > 0 && (
            <span>
              {t("clock.arrival")} <Clock since={flight.arrived_us} due={flight.expected_release_us} label={t("clock.arrival")} />
            </span>
          )}
          {flight.expected_release_us && flight.lanes.length > 0 && (
            <span className="muted">
              {t("clock.release")} <span className="num">{clockTime(flight.expected_release_us, own)}</span>
            </span>
          )}
          {(flight.remarks ?? 0) > 0 && <Chip>{t("card.remarks", { count: flight.remarks ?? 0 })}</Chip>}
          <span className="muted">{[point(flight.point)?.name, word("direction", flight.direction)].filter(Boolean).join(" · ")}</span>
        </>
      }
    >
      <Link to="/flights" search={{ point: flight.point }}>
        {t("flights.title")}
      </Link>
      <ButtonLink to="/crossings/$id" params={{ id: flight.id }} icon="flight">
        {t("flight.file")}
      </ButtonLink>
    </PageHead>
  );
}

function Aboard({ cards, point }: { cards: readonly Card[]; point: string }) {
  const [only, setOnly] = useState<Part | "all">("all");
  const [find, setFind] = useState("");
  const [by, setBy] = useState<Order>("name");
  const counts = useMemo(() => {
    const of = (part: Part) => people(cards, part, "", "name").length;
    return { total: cards.length, expected: of("expected"), present: of("present"), refused: of("refused"), settled: of("settled") };
  }, [cards]);
  const shown = useMemo(() => people(cards, only, find, by), [cards, only, find, by]);
  if (cards.length === 0) return <EmptyState icon="traveller" title={t("flight.none")} />;
  return (
    <>
      <section className="panel numbers" aria-label={t("flight.filter")}>
        <Meter label={t("flight.passengers")} shares={shares(counts)} />
        <ToggleButtonGroup
          className="numbers-row"
          aria-label={t("flight.filter")}
          selectionMode="single"
          selectedKeys={only === "all" ? [] : [only]}
          onSelectionChange={(keys) => setOnly(PARTS.find((p) => keys.has(p)) ?? "all")}
        >
          {shares(counts).map((s) => (
            <ToggleButton key={s.id} id={s.id} className={`number-tab ${s.tone}`}>
              <span className="number-count num">{number(s.count)}</span>
              <span className="number-name">
                <span className={`meter-part ${s.tone}`} aria-hidden="true" />
                {s.name}
              </span>
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </section>
      <div className="people-head">
        <h2>
          {t("flight.passengers")} <span className="muted num">{t("card.parts", { settled: shown.length, total: cards.length })}</span>
        </h2>
        <Field label={t("flight.find")} isRequired value={find} onChange={setFind} type="search" />
      </div>
      {shown.length > 0 ? (
        <PeopleTable people={shown} point={point} by={by} onOrder={setBy} />
      ) : (
        <EmptyState icon="search" title={t("board.search.none")} />
      )}
    </>
  );
}
