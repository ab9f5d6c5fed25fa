import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Rules } from "../api/types";
import { EmptyState, Loaded } from "../design/Feedback";
import { Switch } from "../design/Tabs";
import { type Key, number, t } from "../i18n";
import { rulesQuery } from "./queries";
import { Agreements, Clocks, Ladders, Lists, Standards } from "./tables";
import "./rules.css";

const route = getRouteApi("/shell/framework");

const TABLES: readonly { id: keyof Rules; name: Key }[] = [
  { id: "lists", name: "explorer.rules.lists" },
  { id: "clocks", name: "explorer.rules.clocks" },
  { id: "ladders", name: "explorer.rules.ladders" },
  { id: "agreements", name: "explorer.rules.agreements" },
  { id: "standards", name: "explorer.rules.standards" },
];

/** The rules that are tables, each line with where it comes from. */
export function RulesView() {
  return <Loaded query={useQuery(rulesQuery)}>{(rules) => <Tables rules={rules} />}</Loaded>;
}

function Tables({ rules }: { rules: Rules }) {
  const { table } = route.useSearch();
  const navigate = route.useNavigate();
  const chosen = TABLES.find((x) => x.id === table)?.id ?? "lists";
  return (
    <div className="stack rules">
      <div>
        <Switch
          label={t("explorer.rules.which")}
          value={chosen}
          onChange={(id) => navigate({ search: { view: "rules", table: id }, replace: true })}
          tabs={TABLES.map((x) => ({ id: x.id, name: t(x.name), count: number(rules[x.id].length) }))}
        />
      </div>
      {rules[chosen].length === 0 ? (
        <EmptyState icon="book" title={t("explorer.rules.none")} />
      ) : (
        <>
          {chosen === "lists" && <Lists lists={rules.lists} clocks={rules.clocks} />}
          {chosen === "clocks" && <Clocks clocks={rules.clocks} ladders={rules.ladders} />}
          {chosen === "ladders" && <Ladders ladders={rules.ladders} />}
          {chosen === "agreements" && <Agreements agreements={rules.agreements} />}
          {chosen === "standards" && <Standards standards={rules.standards} />}
        </>
      )}
    </div>
  );
}
