import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api, patiently } from "../api/client";
import type { NotificationHolder, Notifications } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState, Notice } from "../design/Feedback";
import { Checkbox, Field, Select } from "../design/Field";
import { say } from "../design/Toast";
import { LANGUAGES, languageId, t, word } from "../i18n";
import { dayAndTime } from "../i18n/time";
import { notificationsQuery } from "./queries";
import { type Draft, draft, having, hour, setting } from "./setting";

/** What a holder is told, and a test of whether it arrives. */
export function SettingForm({ holder, about }: { holder: NotificationHolder; about: Notifications }) {
  const client = useQueryClient();
  const [now, setNow] = useState<Draft>(() => draft(holder, about.priorities, languageId()));
  const [secret, setSecret] = useState<string>();
  const path = { scope: holder.scope, id: holder.id };
  const change = (to: Partial<Draft>) => setNow((before) => ({ ...before, ...to }));
  const save = useMutation({
    mutationFn: (anew: boolean) =>
      answer(api.PUT("/api/v1/notifications/{scope}/{id}", { params: { path }, body: { setting: setting(now), new_secret: anew } })),
    onSuccess: (kept) => {
      if (kept.secret) setSecret(kept.secret);
      say(t("notify.saved"));
      return client.invalidateQueries({ queryKey: notificationsQuery.queryKey });
    },
  });
  const kept = holder.setting;
  const reachable = Boolean(kept?.email || kept?.webhook);
  return (
    <form
      className="notify-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate(false);
      }}
    >
      {holder.trouble && <Trouble holder={holder} />}
      <div className="notify-ways">
        <Field
          label={t("notify.email")}
          type="email"
          value={now.email}
          onChange={(email) => change({ email })}
          hint={about.mail ? undefined : t("notify.email.none")}
        />
        <Field
          label={t("notify.webhook")}
          type="url"
          value={now.webhook}
          onChange={(webhook) => change({ webhook })}
          hint={t("notify.webhook.hint")}
        />
      </div>
      <Priorities legend={t("notify.at_once")} about={about} chosen={now.at_once} onChange={(at_once) => change({ at_once })} />
      <fieldset className="notify-group">
        <legend className="label">{t("notify.quiet")}</legend>
        <Checkbox isSelected={now.quiet} onChange={(quiet) => change({ quiet })}>
          {t("notify.quiet.on")}
        </Checkbox>
        {now.quiet && (
          <>
            <div className="notify-hours">
              <Field label={t("notify.from")} type="time" isRequired value={now.from} onChange={(from) => change({ from })} />
              <Field label={t("notify.to")} type="time" isRequired value={now.to} onChange={(to) => change({ to })} />
            </div>
            <p className="hint">{t("notify.zone", { zone: holder.zone })}</p>
            <Priorities legend={t("notify.through")} about={about} chosen={now.through} onChange={(through) => change({ through })} />
          </>
        )}
      </fieldset>
      <div className="notify-hours">
        <Select
          label={t("notify.digest")}
          isRequired
          value={now.digest === "" ? "none" : now.digest}
          onChange={(to) => change({ digest: to === "none" ? "" : to })}
          options={[
            { id: "none", name: t("notify.digest.none") },
            ...Array.from({ length: 24 }, (_, n) => ({ id: String(n), name: hour(n) })),
          ]}
        />
        <Select
          label={t("notify.language")}
          isRequired
          value={now.language}
          onChange={(language) => change({ language })}
          options={LANGUAGES.filter((l) => about.languages.includes(l.id)).map((l) => ({ id: l.id, name: l.name }))}
        />
      </div>
      {save.isError && <ErrorState error={save.error} />}
      {secret && <Secret secret={secret} />}
      <div className="row row-wrap">
        <Button type="submit" kind="primary" isPending={save.isPending}>
          {t("notify.save")}
        </Button>
        {kept?.webhook && (
          <Button onPress={() => save.mutate(true)} isPending={save.isPending}>
            {t("notify.secret.anew")}
          </Button>
        )}
      </div>
      {reachable && <Test path={path} />}
    </form>
  );
}

function Priorities({
  legend,
  about,
  chosen,
  onChange,
}: {
  legend: string;
  about: Notifications;
  chosen: readonly string[];
  onChange: (to: string[]) => void;
}) {
  return (
    <fieldset className="notify-group">
      <legend className="label">{legend}</legend>
      {about.priorities.map((p) => (
        <Checkbox key={p.id} isSelected={chosen.includes(p.id)} onChange={(on) => onChange(having(chosen, p.id, on))}>
          <span>
            <strong>{p.id}</strong> <span className="muted">{p.title}</span>
          </span>
        </Checkbox>
      ))}
    </fieldset>
  );
}

/** Shown once: what the receiver checks signatures with. */
function Secret({ secret }: { secret: string }) {
  return (
    <Notice tone="amber" icon="lock">
      <div role="status" className="stack">
        <p>{t("notify.secret")}</p>
        <code className="notify-secret" dir="ltr">
          {secret}
        </code>
      </div>
    </Notice>
  );
}

/** What was kept is tested, not what is being written. */
function Test({ path }: { path: { scope: string; id: string } }) {
  const test = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/notifications/{scope}/{id}/test", { params: { path }, ...patiently })),
  });
  return (
    <div className="stack">
      <div className="row row-wrap">
        <Button icon="right" onPress={() => test.mutate()} isPending={test.isPending}>
          {t("notify.test")}
        </Button>
        <span className="hint">{t("notify.test.hint")}</span>
      </div>
      {test.isError && <ErrorState error={test.error} />}
      <div role="status" className="stack">
        {test.data?.map((way) => (
          <Notice key={way.channel} tone={way.taken ? "green" : "red"} icon={way.taken ? "check" : "alert"}>
            <p>{t(way.taken ? "notify.test.taken" : "notify.test.refused", { way: word("channel", way.channel) })}</p>
            {way.detail && (
              <p className="small" dir="auto">
                {way.detail}
              </p>
            )}
          </Notice>
        ))}
      </div>
    </div>
  );
}

function Trouble({ holder }: { holder: NotificationHolder }) {
  const trouble = holder.trouble;
  if (!trouble) return null;
  return (
    <Notice tone="red" icon="alert">
      <p>
        {t(trouble.state === "failed" ? "notify.trouble.failed" : "notify.trouble.retrying", {
          way: word("channel", trouble.channel),
          time: dayAndTime(trouble.send_us, holder.zone),
        })}
      </p>
      <p className="small" dir="auto">
        {trouble.error}
      </p>
    </Notice>
  );
}
