import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../api/client";
import { tokensQuery, useFramework, useOfficer } from "../api/queries";
import type { Token } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState, Loaded, Notice } from "../design/Feedback";
import { Field } from "../design/Field";
import { Panel } from "../design/Panel";
import { say } from "../design/Toast";
import { t } from "../i18n";
import { dayAndTime } from "../i18n/time";

/** Tokens that let programs act in the officer's name. */
export function Tokens() {
  const tokens = useQuery(tokensQuery);
  const [made, setMade] = useState<Token>();
  return (
    <Panel title={t("account.tokens")}>
      <div className="stack">
        <p className="muted">{t("account.tokens.lead")}</p>
        <MakeToken onMade={setMade} />
        {made?.secret && <Secret secret={made.secret} />}
        <Loaded query={tokens} lines={2}>
          {(all) =>
            all.length === 0 ? (
              <p className="muted">{t("account.tokens.none")}</p>
            ) : (
              <ul className="tokens">
                {all.map((token) => (
                  <TokenLine key={token.id} token={token} onRemoved={() => token.id === made?.id && setMade(undefined)} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </Panel>
  );
}

function MakeToken({ onMade }: { onMade: (token: Token) => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [empty, setEmpty] = useState(false);
  const make = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/tokens", { body: { name: name.trim() } })),
    onSuccess: (token) => {
      setName("");
      onMade(token);
      return client.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
  });
  return (
    <form
      className="token-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setEmpty(name.trim() === "");
        if (name.trim() && !make.isPending) make.mutate();
      }}
    >
      <Field
        label={t("account.tokens.name")}
        isRequired
        value={name}
        onChange={(value) => {
          setName(value);
          setEmpty(false);
        }}
        maxLength={100}
        error={empty ? t("field.required") : undefined}
      />
      <Button type="submit" icon="plus" isPending={make.isPending}>
        {t("account.tokens.make")}
      </Button>
      {make.isError && <ErrorState error={make.error} />}
    </form>
  );
}

/** Shown once: the server keeps only its digest. */
function Secret({ secret }: { secret: string }) {
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => say(t("account.tokens.copied")),
      () => say(t("account.tokens.uncopied"), "red"),
    );
  return (
    <Notice tone="amber" icon="lock">
      <div role="status" className="stack">
        <p>{t("account.tokens.secret")}</p>
        <p className="row row-wrap">
          <code className="token-secret" dir="ltr">
            {secret}
          </code>
          <Button small onPress={copy}>
            {t("account.tokens.copy")}
          </Button>
        </p>
      </div>
    </Notice>
  );
}

function TokenLine({ token, onRemoved }: { token: Token; onRemoved: () => void }) {
  const client = useQueryClient();
  const officer = useOfficer();
  const { zone } = useFramework();
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE("/api/v1/tokens/{id}", { params: { path: { id: token.id } } })),
    onSuccess: () => {
      onRemoved();
      return client.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
  });
  return (
    <li>
      <span className="grow">
        <strong dir="auto">{token.name}</strong>{" "}
        <span className="muted small num">{t("account.tokens.made", { time: dayAndTime(token.made_us, zone(officer.point)) })}</span>
      </span>
      {remove.isError && <ErrorState error={remove.error} />}
      <Button small onPress={() => remove.mutate()} isPending={remove.isPending} aria-label={`${t("action.remove")} ${token.name}`}>
        {t("action.remove")}
      </Button>
    </li>
  );
}
