import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { problemOf } from "../api/problem";
import { intakeQuery, useFramework, useOfficer } from "../api/queries";
import type { Receipt } from "../api/types";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { EmptyState, Loaded, More } from "../design/Feedback";
import { Select } from "../design/Field";
import { PageHead } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { number, t, word } from "../i18n";
import { dayAndTime } from "../i18n/time";
import { MessagePanel } from "./MessagePanel";
import { SendDialog } from "./SendDialog";
import "./intake.css";

/** What the API keeps messages as; what nobody could use comes first. */
const STATES = ["rejected", "accepted", "replayed"] as const;

/** Messages as they came in: what could not be used, why, and the way to try again. */
export function Intake() {
  const officer = useOfficer();
  const navigate = useNavigate();
  const { framework, point: pointOf } = useFramework();
  const search = useSearch({ from: "/shell/intake" });
  const [chosen, setChosen] = useState("");
  const [sending, setSending] = useState(false);
  const state = STATES.find((s) => s === search.state) ?? "rejected";
  const point = officer.point || chosen;
  const query = useInfiniteQuery(intakeQuery(point, state));
  const refused = query.isError && problemOf(query.error).status === 403;
  const messages = query.data?.pages.flatMap((p) => p.messages) ?? [];
  return (
    <div className={search.message ? "beside intake open" : "beside intake"}>
      <div className="intake-list">
        <PageHead title={t("intake.title")} detail={pointOf(point)?.name ?? t("intake.lead")}>
          {!officer.point && (
            <Select
              label={t("overview.point")}
              compact
              value={chosen}
              onChange={setChosen}
              options={(framework?.points ?? []).map((p) => ({ id: p.id, name: p.name }))}
            />
          )}
          <Switch
            label={t("intake.which")}
            value={state}
            onChange={(id) => navigate({ to: "/intake", search: { state: id, message: undefined } })}
            tabs={STATES.map((id) => ({ id, name: word("state", id) }))}
          />
          {point && !refused && (
            <Button kind="primary" icon="plus" onPress={() => setSending(true)}>
              {t("intake.send")}
            </Button>
          )}
        </PageHead>
        {point === "" ? (
          <EmptyState icon="inbox" title={t("intake.point")} />
        ) : (
          <Loaded query={query} lines={8}>
            {() =>
              messages.length > 0 ? (
                <MessageTable messages={messages} state={state} open={search.message} />
              ) : (
                <EmptyState icon="inbox" title={t(state === "rejected" ? "intake.none" : "intake.empty")}>
                  {t("intake.empty.detail")}
                </EmptyState>
              )
            }
          </Loaded>
        )}
        <More of={query} />
      </div>
      {search.message && <MessagePanel key={search.message} id={search.message} state={state} />}
      <SendDialog point={point} isOpen={sending} onClose={() => setSending(false)} />
    </div>
  );
}

function MessageTable({ messages, state, open }: { messages: readonly Receipt[]; state: string; open: string | undefined }) {
  const { zone } = useFramework();
  const officer = useOfficer();
  return (
    <div className="panel table-scroll">
      <table className="table messages">
        <thead>
          <tr>
            <th>{t("intake.received")}</th>
            <th>{t("intake.flight")}</th>
            <th className="end">{t("intake.people")}</th>
            <th>{t("intake.reference")}</th>
            {state !== "accepted" && <th>{t("intake.why")}</th>}
          </tr>
        </thead>
        <tbody>
          {messages.map((m) => (
            <tr key={m.id} aria-current={m.id === open ? "true" : undefined}>
              <td className="num">
                <Link
                  to="/intake"
                  search={{ state, message: m.id }}
                  className="message-link"
                  aria-label={`${t("intake.open")} ${m.message_ref}`}
                >
                  {dayAndTime(m.received_us, zone(officer.point))}
                </Link>
              </td>
              <td className="num message-flight">{m.flight}</td>
              <td className="end num">{m.passengers > 0 && number(m.passengers)}</td>
              <td className="mono">{m.message_ref}</td>
              {state !== "accepted" && (
                <td>
                  {m.error && (
                    <span className="message-error">
                      <Chip tone="red">{m.error.code}</Chip>
                      <span className="clip muted" dir="auto" title={m.error.detail}>
                        {m.error.detail}
                      </span>
                    </span>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
