import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useOfficerName } from "../api/officers";
import { problemOf } from "../api/problem";
import { crossingQuery, useFramework, useOfficer } from "../api/queries";
import type { Crossing } from "../api/types";
import { ButtonLink } from "../design/Button";
import { Chip, StateChip } from "../design/Chip";
import { EmptyState, Loaded } from "../design/Feedback";
import { KindIcon } from "../design/Icon";
import { PageHead, Panel } from "../design/Panel";
import { hasWord, t, word } from "../i18n";
import { dayAndTime } from "../i18n/time";
import { AskButton } from "../inbox/AskDialog";
import { NoticesOnCrossing } from "../notices/OnCrossing";
import { asks } from "../requests/requests";
import { Statements } from "../statements/Statements";
import { Commands } from "./Commands";
import { Facts } from "./Facts";
import { Notes } from "./Notes";
import { PartsPanel } from "./PartsPanel";
import { PathGraph } from "./PathGraph";
import { SubjectPanel } from "./SubjectPanel";
import { Timeline } from "./Timeline";
import "./crossing.css";

const route = getRouteApi("/shell/crossings/$id");

/** The shared file of one crossing: who has it, what is owed, what everybody did, and what the officer can do. */
export function CrossingPage() {
  const { id } = route.useParams();
  const query = useQuery(crossingQuery(id));
  const { agencyName } = useFramework();
  const problem = query.isError && query.data === undefined ? problemOf(query.error) : undefined;
  if (problem?.code === "exists" || problem?.code === "not_found") {
    const exists = problem.code === "exists";
    return (
      <div className="page narrow">
        <h1 className="visually-hidden">{t("crossing.title")}</h1>
        <EmptyState
          icon={exists ? "lock" : "search"}
          title={exists ? t("board.exists", { agency: agencyName(String(problem.fields.agency ?? "")) }) : t("crossing.missing")}
        />
      </div>
    );
  }
  return (
    <Loaded query={query} lines={10}>
      {(crossing) => <File key={crossing.card.id} crossing={crossing} />}
    </Loaded>
  );
}

function File({ crossing }: { crossing: Crossing }) {
  const { card } = crossing;
  useEffect(() => {
    document.title = `${card.label} · Mpaka`;
  }, [card.label]);
  return (
    <div className="crossing">
      <Head crossing={crossing} />
      <NoticesOnCrossing crossing={crossing} />
      <Notes crossing={crossing} />
      <Facts crossing={crossing} />
      <section className="panel panel-body" aria-label={t("crossing.commands")}>
        <h2 className="visually-hidden">{t("crossing.commands")}</h2>
        <Commands crossing={crossing} keys />
      </section>
      <Panel title={t("crossing.path")} aside={<span className="muted small">{crossing.procedure_title}</span>}>
        <PathGraph crossing={crossing} />
      </Panel>
      <div className="crossing-columns">
        <Timeline crossing={crossing} />
        <div className="stack">
          <SubjectPanel crossing={crossing} />
          <PartsPanel crossing={crossing} />
          <Statements about={card.id} />
        </div>
      </div>
    </div>
  );
}

function Head({ crossing }: { crossing: Crossing }) {
  const { card } = crossing;
  const me = useOfficer();
  const { framework, point, zone } = useFramework();
  const officer = useOfficerName();
  return (
    <PageHead
      title={card.label}
      icon={<KindIcon kind={card.subject_kind} size={22} />}
      detail={
        <>
          {card.detail && <span dir="auto">{card.detail}</span>}
          <span>
            {word("subject", card.subject_kind)}, {word("direction", card.direction)}
          </span>
          <Link to="/points/$point" params={{ point: card.point }} search={{ path: `${card.procedure}:${card.direction}`, who: undefined }}>
            {point(card.point)?.name ?? card.point}
          </Link>
          {card.part_of && <PartOf id={card.part_of} />}
          <span>
            {t("crossing.opened")} {dayAndTime(crossing.opened_us, zone(card.point))} {word("origin", crossing.origin)},{" "}
            <span dir="auto">{officer(crossing.opened_by)}</span>
          </span>
          {crossing.matched && (
            <span>
              {t("crossing.matched")}: {word("agreement", crossing.matched)}
            </span>
          )}
          <span>{t("crossing.rules", { version: `${framework?.name ?? ""} ${crossing.framework_version}` })}</span>
        </>
      }
    >
      <AskButton about={{ kind: "crossing", id: card.id, label: card.label ?? card.id, point: card.point }} />
      {asks(me) && (
        <ButtonLink to="/requests" search={{ ask: card.id }} icon="info">
          {t("requests.ask")}
        </ButtonLink>
      )}
      <StateChip state={card.state} />
      {hasWord("crossing.nature", card.nature ?? "") && (
        <Chip tone="amber" icon="info">
          {word("crossing.nature", card.nature)}
        </Chip>
      )}
    </PageHead>
  );
}

/** What carries it, by name. */
function PartOf({ id }: { id: string }) {
  const { data } = useQuery(crossingQuery(id));
  const name = data?.card.label ?? id;
  return (
    <span>
      {t("crossing.part_of")}{" "}
      <Link to="/crossings/$id" params={{ id }} dir="auto">
        {name}
      </Link>
    </span>
  );
}
