import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useFramework } from "../api/queries";
import type { NoticeCard } from "../api/types";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { Countdown } from "../design/Clock";
import { EmptyState, Loaded } from "../design/Feedback";
import { Meter } from "../design/Meter";
import { PageHead, Panel } from "../design/Panel";
import { homeZone } from "../framework/versions";
import { t, word } from "../i18n";
import { dateAndTime } from "../i18n/time";
import { useNames } from "../inbox/told";
import { DraftDialog } from "./DraftDialog";
import { inPart, LOOKS, PARTS } from "./notices";
import { noticesQuery } from "./queries";
import "./notices.css";

/** Rules that change: what comes, what holds, what is over, and who has acknowledged it. */
export function NoticesPage() {
  const query = useQuery(noticesQuery);
  const navigate = useNavigate();
  const [writing, setWriting] = useState(false);
  return (
    <div className="page notices-page">
      <PageHead title={t("notices.title")} detail={t("notices.lead")}>
        {query.data?.may_draft && (
          <Button kind="primary" icon="plus" onPress={() => setWriting(true)}>
            {t("notices.draft")}
          </Button>
        )}
      </PageHead>
      <Loaded query={query} lines={8}>
        {({ notices }) =>
          notices.length > 0 ? (
            PARTS.map((part) => {
              const here = inPart(notices, part.states);
              return (
                here.length > 0 && (
                  <Panel key={part.id} title={word("notices.part", part.id)} flush>
                    <ul className="notices-rows">
                      {here.map((n) => (
                        <Row key={n.id} notice={n} />
                      ))}
                    </ul>
                  </Panel>
                )
              );
            })
          ) : (
            <EmptyState icon="info" title={t("notices.none")}>
              {t("notices.none.detail")}
            </EmptyState>
          )
        }
      </Loaded>
      {writing && (
        <DraftDialog
          classes={query.data?.classes ?? []}
          onClose={() => setWriting(false)}
          onDrafted={(view) => {
            setWriting(false);
            navigate({ to: "/notices/$id", params: { id: view.notice.id } });
          }}
        />
      )}
    </div>
  );
}

function Row({ notice: n }: { notice: NoticeCard }) {
  const names = useNames();
  const { framework, zone: zoneOf } = useFramework();
  const zone = (n.points.length === 1 ? zoneOf(n.points[0] ?? "") : undefined) ?? homeZone(framework);
  const open = n.state === "coming" || n.state === "in_force";
  return (
    <li className={n.mine ? "notices-row mine" : "notices-row"}>
      <div className="notices-what">
        <Link to="/notices/$id" params={{ id: n.id }} dir="auto">
          {n.title}
        </Link>
        <span className="muted small">
          {names.agency(n.agency)} · {n.points.map(names.point).join(", ")}
        </span>
      </div>
      <div className="notices-when">
        <span className="num">{dateAndTime(n.effective_us, zone)}</span>
        {n.state === "coming" && <Countdown until={n.effective_us} label={t("notices.effective")} zone={zone} />}
      </div>
      <div className="notices-marks">
        {n.recipients > 0 && (
          <>
            <span className="small">{t("notices.acknowledged", { done: n.acknowledged, of: n.recipients })}</span>
            <Acknowledged done={n.acknowledged} of={n.recipients} thin />
          </>
        )}
        <span className="row row-wrap">
          {n.mine && (
            <Chip tone="red" icon="alert">
              {t("notices.mine")}
            </Chip>
          )}
          {n.short && open && <Chip tone="amber">{t("notices.short")}</Chip>}
          {n.reviewed && <Chip tone="info">{word("noticeoutcome", n.reviewed)}</Chip>}
          {(n.state === "withdrawn" || n.state === "ended") && (
            <Chip tone={LOOKS[n.state]?.tone ?? "neutral"} icon={LOOKS[n.state]?.icon}>
              {word("noticestate", n.state)}
            </Chip>
          )}
        </span>
      </div>
    </li>
  );
}

/** How many of those who have to have acknowledged. */
export function Acknowledged({ done, of, thin }: { done: number; of: number; thin?: boolean }) {
  return (
    <Meter
      label={t("notices.who")}
      thin={thin ?? false}
      shares={[
        { id: "done", name: t("notices.done"), count: done, tone: "green" },
        { id: "missing", name: t("notices.missing"), count: of - done, tone: "red" },
      ]}
    />
  );
}
