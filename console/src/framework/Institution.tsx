import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useRef } from "react";
import { Button } from "react-aria-components";
import { useFramework } from "../api/queries";
import type { Body, Institution as InstitutionOf } from "../api/types";
import { Chip } from "../design/Chip";
import { Loaded, Notice } from "../design/Feedback";
import { KindIcon } from "../design/Icon";
import { number, t, word } from "../i18n";
import { BodyDetail } from "./BodyDetail";
import { type Branch, doubts, isLowest, missing, trees } from "./institution";
import { institutionQuery } from "./queries";
import "./org.css";

const route = getRouteApi("/shell/framework");

/** The institution as a chart, from the national committee down to the desks; a press on a body says everything about it. */
export function Institution() {
  return <Loaded query={useQuery(institutionQuery)}>{(institution) => <Chart institution={institution} />}</Loaded>;
}

function Chart({ institution }: { institution: InstitutionOf }) {
  const { body } = route.useSearch();
  const navigate = route.useNavigate();
  const detail = useRef<HTMLDivElement>(null);
  const { bodies, desks } = institution;
  const chosen = bodies.find((b) => b.id === body) ?? bodies[0];
  const roots = trees(bodies);
  const lacking = missing(bodies);
  const desksUnder = bodies.findLast((b) => b.per_point)?.id;
  const choose = (id: string) => {
    navigate({ search: (s) => ({ ...s, body: id }), replace: true, resetScroll: false });
    // On a phone what the body is stands below the chart.
    if (matchMedia("(max-width: 1023px)").matches) detail.current?.scrollIntoView({ block: "start" });
  };
  const drawn = (branch: Branch) => (
    <li key={branch.body.id}>
      <Node body={branch.body} isChosen={branch.body.id === chosen?.id} onPress={() => choose(branch.body.id)} />
      {(branch.under.length > 0 || branch.body.id === desksUnder) && (
        <ul>
          {branch.under.map(drawn)}
          {branch.body.id === desksUnder && isLowest(branch) && (
            <li>
              <Desks desks={desks} />
            </li>
          )}
        </ul>
      )}
    </li>
  );
  return (
    <div className="institution">
      <section className="org-frame" aria-label={t("explorer.chart")}>
        {lacking.length > 0 && (
          <Notice tone="amber" icon="alert">
            {t("explorer.levels.missing", { levels: lacking.map((l) => word("level", l)).join(", ") })}
          </Notice>
        )}
        <ul className={roots.length > 1 ? "org several" : "org"}>
          {roots.map(drawn)}
          {!desksUnder && desks.length > 0 && (
            <li>
              <Desks desks={desks} alone />
            </li>
          )}
        </ul>
      </section>
      <div ref={detail} className="body-detail">
        {chosen && <BodyDetail body={chosen} />}
      </div>
    </div>
  );
}

function Node({ body, isChosen, onPress }: { body: Body; isChosen: boolean; onPress: () => void }) {
  const { agency } = useFramework();
  const marks = doubts(body);
  return (
    <Button className={`org-node${body.per_point ? " many" : ""}${isChosen ? " chosen" : ""}`} aria-pressed={isChosen} onPress={onPress}>
      <span className="org-level">
        <span>{word("level", body.level)}</span>
        {body.per_point && <span>{t("explorer.body.points", { count: body.points })}</span>}
      </span>
      <span className="org-name" dir="auto">
        {body.name}
      </span>
      {body.seats.length > 0 ? (
        <span className="org-seats">
          {body.seats.map((s) => (
            <span key={`${s.environment} ${s.chair} ${s.deputy}`} className="org-seat">
              <KindIcon kind={s.environment} size={14} />
              <span className="grow clip" dir="auto">
                {word("environment", s.environment)}: {s.chair ? agency(s.chair) : t("explorer.nobody")}
              </span>
              <span className="num muted">{number(s.points.length)}</span>
            </span>
          ))}
        </span>
      ) : (
        body.chair?.agency && (
          <span className="org-chair" dir="auto">
            {word("item", "chair")}: {body.chair.office ?? agency(body.chair.agency)}
          </span>
        )
      )}
      <span className="org-marks">
        {body.meets && <Chip>{word("meets", body.meets)}</Chip>}
        {body.members.length > 0 && <Chip>{t("explorer.body.members", { count: body.members.length })}</Chip>}
        {marks > 0 && (
          <Chip tone="amber" icon="alert">
            {t("explorer.body.marks", { count: marks })}
          </Chip>
        )}
      </span>
    </Button>
  );
}

/** Where the officers sit: the foot of the chart. */
function Desks({ desks, alone }: { desks: InstitutionOf["desks"]; alone?: boolean }) {
  return (
    <div className={alone ? "org-node plain loose" : "org-node plain"}>
      <span className="org-level">{t("explorer.desks")}</span>
      <span className="org-desks">
        {desks.map((d) => (
          <span key={`${d.kind} ${d.national}`} className="org-desk">
            <b className="num">{number(d.desks)}</b>
            <span>
              {d.national ? t("explorer.desks.national") : word("desks", d.kind)}
              {!d.national && <span className="muted small"> {t("explorer.body.points", { count: d.points })}</span>}
            </span>
          </span>
        ))}
      </span>
      {alone && <span className="small">{t("explorer.desks.alone")}</span>}
    </div>
  );
}
