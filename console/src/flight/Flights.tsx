import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { serverNow } from "../api/clock";
import { flightsQuery, pointsQuery, useFramework, useOfficer } from "../api/queries";
import type { Card, Framework, Point, PointNow } from "../api/types";
import { Chip, StateChip } from "../design/Chip";
import { EmptyState, Loaded, More } from "../design/Feedback";
import { Select } from "../design/Field";
import { Meter } from "../design/Meter";
import { PageHead } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { number, t } from "../i18n";
import { clockTime, day } from "../i18n/time";
import { dueOf, isOver, ordered } from "./flights";
import { shares } from "./shares";
import "./flight.css";

const here = (framework: Framework | undefined) => framework?.points.filter((p) => p.environment === "air" && p.status === "open") ?? [];

/** Where most goes on: what an officer who has not chosen begins with. */
function busiest(airports: readonly Point[], figures: readonly PointNow[]): string | undefined {
  const open = (p: Point) => figures.find((f) => f.id === p.id)?.open ?? 0;
  return [...airports].sort((a, b) => open(b) - open(a))[0]?.id;
}

/** The flights of a crossing point: the officer's own; officers of national desks say which. */
export function Flights() {
  const officer = useOfficer();
  const { framework, point: pointOf, zone } = useFramework();
  const navigate = useNavigate();
  const search = useSearch({ from: "/shell/flights" });
  const [show, setShow] = useState("open");
  const { data: figures } = useQuery({ ...pointsQuery, enabled: officer.point === "" });
  const airports = useMemo(() => here(framework).sort((a, b) => a.name.localeCompare(b.name)), [framework]);
  const point = search.point ?? (officer.point || busiest(airports, figures?.points ?? [])) ?? "";
  const query = useInfiniteQuery(flightsQuery(point));
  const all = useMemo(() => ordered(query.data?.pages.flatMap((p) => p.crossings) ?? []), [query.data]);
  const open = useMemo(() => all.filter((f) => !isOver(f)), [all]);
  const shown = show === "open" ? open : all;
  return (
    <div className="page">
      <PageHead title={t("flights.title")} detail={pointOf(point)?.name}>
        {!officer.point && (
          <Select
            label={t("overview.point")}
            compact
            value={point}
            onChange={(id) => navigate({ to: "/flights", search: { point: id } })}
            options={airports.map((p) => ({ id: p.id, name: p.name }))}
          />
        )}
        <Switch
          label={t("flights.show")}
          value={show}
          onChange={setShow}
          tabs={[
            { id: "open", name: t("flights.show.open"), count: number(open.length) },
            { id: "all", name: t("flights.show.all"), count: number(all.length) },
          ]}
        />
      </PageHead>
      <Loaded query={query} lines={8}>
        {() =>
          shown.length > 0 ? (
            <FlightTable flights={shown} zone={zone(point)} />
          ) : (
            <EmptyState icon="flight" title={t(all.length > 0 ? "flights.over" : "flights.empty")}>
              {all.length > 0 ? undefined : t("flights.empty.detail")}
            </EmptyState>
          )
        }
      </Loaded>
      <More of={query} />
    </div>
  );
}

function FlightTable({ flights, zone }: { flights: readonly Card[]; zone: string | undefined }) {
  const navigate = useNavigate();
  const today = day(serverNow(), zone);
  return (
    <div className="panel table-scroll">
      <table className="table flights">
        <thead>
          <tr>
            <th>{t("flights.due")}</th>
            <th>{t("flights.flight")}</th>
            <th>{t("flights.route")}</th>
            <th className="end">{t("flights.people")}</th>
            <th className="settled-cell">{t("flights.progress")}</th>
            <th>{t("intake.state")}</th>
          </tr>
        </thead>
        <tbody>
          {flights.map((flight) =>
            flight.disclosure === "content" ? (
              <tr
                key={flight.id}
                className={isOver(flight) ? "over pressable" : "pressable"}
                onClick={() => navigate({ to: "/flights/$id", params: { id: flight.id } })}
              >
                <td className="num due">
                  <strong>{clockTime(dueOf(flight), zone)}</strong>{" "}
                  {day(dueOf(flight), zone) !== today && <span className="muted small">{day(dueOf(flight), zone)}</span>}
                </td>
                <td>
                  <Link to="/flights/$id" params={{ id: flight.id }} className="flight-name num" onClick={(e) => e.stopPropagation()}>
                    {flight.label}
                  </Link>
                </td>
                <td dir="ltr" className="route">
                  {flight.detail}
                </td>
                <td className="end num">{flight.parts ? number(flight.parts.total) : <span className="muted">{number(0)}</span>}</td>
                <td className="settled-cell">{flight.parts && <Progress flight={flight} />}</td>
                <td>
                  <span className="row">
                    <StateChip state={flight.state} />
                    {(flight.parts?.refused ?? 0) > 0 && (
                      <Chip tone="red" icon="cross">
                        {t("overview.refused", { count: flight.parts?.refused ?? 0 })}
                      </Chip>
                    )}
                  </span>
                </td>
              </tr>
            ) : (
              <tr key={flight.id}>
                <td colSpan={6} className="muted">
                  {t("board.exists", { agency: flight.agency ?? "" })}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function Progress({ flight }: { flight: Card }) {
  const parts = flight.parts;
  if (!parts) return null;
  return (
    <span className="flight-progress">
      <Meter thin label={t("flights.progress")} shares={shares(parts)} />
      <span className="num small">{t("card.parts", { settled: parts.settled, total: parts.total })}</span>
    </span>
  );
}
