import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { NotificationHolder, Notifications } from "../api/types";
import { Button, ButtonLink } from "../design/Button";
import { EmptyState, Loaded } from "../design/Feedback";
import { Field, Select } from "../design/Field";
import { PageHead, Panel } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { number, t, word } from "../i18n";
import { dayAndTime } from "../i18n/time";
import "./notifications.css";
import { notificationsQuery, settingQuery, troubleQuery } from "./queries";
import { SettingForm } from "./SettingForm";

const SCOPES = ["officer", "desk", "agency", "body"] as const;
const key = (h: NotificationHolder): string => `${h.scope}:${h.id}`;

/** Who is told outside the console what is owed. */
export function NotificationsPage() {
  const about = useQuery(notificationsQuery);
  return (
    <div className="page">
      <PageHead title={t("notify.title")} detail={t("notify.lead")}>
        <ButtonLink to="/account" icon="user">
          {t("nav.account")}
        </ButtonLink>
      </PageHead>
      <Loaded query={about}>
        {(all) => (
          <div className="stack">
            <Own about={all} />
            {all.administers && <Others about={all} />}
            {all.administers && <Undelivered />}
          </div>
        )}
      </Loaded>
    </div>
  );
}

function Own({ about }: { about: Notifications }) {
  const [chosen, choose] = useState("");
  const holder = about.holders.find((h) => key(h) === chosen) ?? about.holders[0];
  if (!holder) return null;
  return (
    <Panel title={holder.scope === "officer" ? t("notify.own") : `${word("scope", holder.scope)} · ${holder.name}`}>
      <div className="stack">
        {about.holders.length > 1 && (
          <Select
            label={t("notify.whose")}
            isRequired
            value={key(holder)}
            onChange={choose}
            options={about.holders.map((h) => ({
              id: key(h),
              name: h.scope === "officer" ? t("notify.own") : h.name,
              detail: h.scope === "officer" ? undefined : `${word("scope", h.scope)} · ${h.id}`,
            }))}
          />
        )}
        <SettingForm key={key(holder)} holder={holder} about={about} />
      </div>
    </Panel>
  );
}

/** An administrator sets what anybody is told. */
function Others({ about }: { about: Notifications }) {
  const [scope, setScope] = useState<string>("desk");
  const [id, setId] = useState("");
  const [asked, ask] = useState({ scope: "", id: "" });
  const found = useQuery(settingQuery(asked.scope, asked.id));
  return (
    <Panel title={t("notify.others")}>
      <div className="stack">
        <form
          className="notify-hours"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            ask({ scope, id: id.trim() });
          }}
        >
          <Select
            label={t("notify.whose")}
            isRequired
            value={scope}
            onChange={setScope}
            options={SCOPES.map((s) => ({ id: s, name: word("scope", s) }))}
          />
          <Field label={t("notify.id")} isRequired value={id} onChange={setId} />
          <Button type="submit">{t("notify.find")}</Button>
        </form>
        {asked.id !== "" && (
          <Loaded query={found}>
            {(holder) => (
              <>
                <h3>{holder.name}</h3>
                <SettingForm key={key(holder)} holder={holder} about={about} />
              </>
            )}
          </Loaded>
        )}
      </div>
    </Panel>
  );
}

function Undelivered() {
  const [state, setState] = useState("failed");
  const found = useQuery(troubleQuery(state));
  return (
    <Panel
      title={t("notify.undelivered")}
      flush
      aside={
        <Switch
          label={t("notify.undelivered")}
          value={state}
          onChange={setState}
          tabs={["failed", "retrying"].map((id) => ({ id, name: word("delivery", id) }))}
        />
      }
    >
      <Loaded query={found}>
        {({ messages }) =>
          messages.length === 0 ? (
            <EmptyState title={t("notify.undelivered.none")} />
          ) : (
            <div className="table-scroll">
              <table className="table">
                <thead>
                  <tr>
                    <th>{t("notify.when")}</th>
                    <th>{t("notify.whose")}</th>
                    <th>{t("notify.way")}</th>
                    <th className="end">{t("notify.attempts")}</th>
                    <th>{t("notify.why")}</th>
                  </tr>
                </thead>
                <tbody>
                  {messages.map((m) => (
                    <tr key={m.id}>
                      <td className="num">{dayAndTime(m.send_us)}</td>
                      <td>
                        <code dir="ltr">{m.holder}</code>
                      </td>
                      <td>{word("channel", m.channel)}</td>
                      <td className="end num">{number(m.attempts)}</td>
                      <td dir="auto">{m.error}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </Panel>
  );
}
