import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { answer, api } from "../api/client";
import { choosePurpose, purposeOf, sessionQuery, useFramework, useOfficer } from "../api/queries";
import { chooseTheme, THEMES, theme } from "../app/theme";
import { Button, ButtonLink } from "../design/Button";
import { DataList } from "../design/DataList";
import { ErrorState } from "../design/Feedback";
import { Select } from "../design/Field";
import { PageHead, Panel } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { t, word } from "../i18n";
import { Languages } from "../signin/SignIn";
import "../signin/signin.css";
import { AccessLog } from "./AccessLog";
import { Tokens } from "./Tokens";
import "./account.css";

/** Who the officer is here, what for, and how the console looks. */
export function Account() {
  const officer = useOfficer();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { agencyName, point } = useFramework();
  return (
    <div className="page">
      <PageHead title={t("account.title")} detail={officer.name}>
        <ButtonLink to="/notifications" icon="owed">
          {t("notify.title")}
        </ButtonLink>
        <SignOut />
      </PageHead>
      <div className="account-grid">
        <Panel title={t("account.officer")}>
          <DataList
            items={[
              [t("data.name"), officer.name],
              [t("account.agency"), [agencyName(officer.agency) || officer.agency_name, officer.state].filter(Boolean).join(", ")],
              [t("account.desk"), officer.desk_name || officer.desk],
              [t("overview.point"), point(officer.point)?.name ?? officer.point],
              [t("account.roles"), officer.roles.map((r) => word("role", r)).join(", ")],
              [t("account.framework"), `${session.framework.name} ${session.framework.version}`],
            ]}
          />
          <p className="account-design">
            <Link to="/design">{t("account.design")}</Link>
          </p>
        </Panel>
        <Panel title={t("account.settings")}>
          <div className="stack">
            <Purpose />
            <div className="field">
              <span className="label">{t("account.language")}</span>
              <Languages />
            </div>
            <Theme />
          </div>
        </Panel>
      </div>
      <Tokens />
      <AccessLog />
    </div>
  );
}

/** Everything shown was read for the old purpose, so all of it is asked for again. */
function Purpose() {
  const client = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const [purpose, setPurpose] = useState(() => purposeOf(session) ?? "");
  return (
    <div className="field">
      <Select
        label={t("account.purpose")}
        isRequired
        value={purpose}
        onChange={(to) => {
          choosePurpose(session, to);
          setPurpose(to);
          client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== "session" });
        }}
        options={(session.officer?.purposes ?? []).map((id) => ({ id, name: word("purpose", id) }))}
      />
      <span className="hint">{t("account.purpose.hint")}</span>
    </div>
  );
}

function Theme() {
  const [now, setNow] = useState(theme);
  return (
    <div className="field">
      <span className="label">{t("account.theme")}</span>
      <div>
        <Switch
          label={t("account.theme")}
          value={now}
          onChange={(id) => {
            const to = THEMES.find((name) => name === id) ?? "system";
            chooseTheme(to);
            setNow(to);
          }}
          tabs={THEMES.map((id) => ({ id, name: t(`account.theme.${id}`) }))}
        />
      </div>
    </div>
  );
}

/** Loads the console anew, so that nothing the officer has read stays behind for the next. */
function SignOut() {
  const leave = useMutation({
    mutationFn: () => answer(api.DELETE("/api/v1/session")),
    onSuccess: () => location.assign("/sign-in"),
  });
  return (
    <>
      {leave.isError && <ErrorState error={leave.error} />}
      <Button onPress={() => leave.mutate()} isPending={leave.isPending}>
        {t("account.signout")}
      </Button>
    </>
  );
}
