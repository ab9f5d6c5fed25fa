import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { answer, api } from "../api/client";
import { entered, sessionQuery } from "../api/queries";
import type { Session } from "../api/types";
import { DemoBanner } from "../app/Shell";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Field } from "../design/Field";
import { LANGUAGES, languageId, switchLanguage, t } from "../i18n";
import { DemoOfficers } from "./DemoOfficers";
import "./signin.css";

/** Goes in with the session that a sign-in answered. */
function useEnter() {
  const client = useQueryClient();
  const router = useRouter();
  return async (session: Session) => {
    client.clear();
    client.setQueryData(sessionQuery.queryKey, entered(session));
    await router.invalidate();
  };
}

export function SignIn() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const enter = useEnter();
  const asDemo = useMutation({
    mutationFn: (officer: string) => answer(api.POST("/api/v1/session/demo", { body: { officer } })),
    onSuccess: enter,
  });
  return (
    <>
      <DemoBanner />
      <main className={session.demo ? "signin with-demo" : "signin"}>
        <section className="signin-card">
          <img src="/favicon.svg" alt="" width={44} height={44} />
          <h1>Mpaka</h1>
          <p className="signin-lead">{t("signin.lead")}</p>
          <PasswordForm enter={enter} />
          <p className="muted small">
            {session.framework.name} · <span className="num">{session.framework.version}</span>
          </p>
          <Languages />
        </section>
        {session.demo && (
          <DemoOfficers
            onChoose={(id) => asDemo.mutate(id)}
            chosen={asDemo.isPending ? asDemo.variables : undefined}
            error={asDemo.error}
          />
        )}
      </main>
    </>
  );
}

function PasswordForm({ enter }: { enter: (session: Session) => Promise<void> }) {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const send = useMutation({ mutationFn: () => answer(api.POST("/api/v1/session", { body: { username, password } })), onSuccess: enter });
  return (
    <form
      className="stack signin-form"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <Field label={t("signin.username")} value={username} onChange={setUsername} autoComplete="username" isRequired />
      <Field
        label={t("signin.password")}
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="current-password"
        isRequired
      />
      {send.isError && <ErrorState error={send.error} />}
      <Button type="submit" kind="primary" isPending={send.isPending}>
        {t("signin.submit")}
      </Button>
    </form>
  );
}

/** The languages, each in its own words. */
export function Languages() {
  return (
    <fieldset className="languages">
      <legend className="visually-hidden">{t("account.language")}</legend>
      {LANGUAGES.map((l) => (
        <button key={l.id} type="button" lang={l.id} aria-pressed={l.id === languageId()} onClick={() => switchLanguage(l.id)}>
          {l.name}
        </button>
      ))}
    </fieldset>
  );
}
