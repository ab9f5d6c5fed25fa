import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { frameworkQuery } from "../api/queries";
import type { Framework, Vocabulary } from "../api/types";
import { Button } from "../design/Button";
import { EmptyState, Loaded } from "../design/Feedback";
import { t, word } from "../i18n";
import { AccessAnswer } from "./AccessAnswer";
import { AccessForm } from "./AccessForm";
import { presets } from "./presets";
import { askQuery, vocabularyQuery } from "./queries";
import { question } from "./question";
import "./access.css";

const route = getRouteApi("/shell/framework");

/** Who can see what: an officer and a record are described, and the rules answer. The address is the question, so that an answer can be shared. */
export function Access() {
  const framework = useQuery(frameworkQuery);
  const vocabulary = useQuery(vocabularyQuery);
  return (
    <Loaded query={framework}>
      {(framework) => <Loaded query={vocabulary}>{(vocabulary) => <Asking framework={framework} vocabulary={vocabulary} />}</Loaded>}
    </Loaded>
  );
}

function Asking({ framework, vocabulary }: { framework: Framework; vocabulary: Vocabulary }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const examples = useMemo(() => presets(framework, vocabulary), [framework, vocabulary]);
  const ask = question(search);
  const query = useQuery(askQuery(ask));
  const take = (id: string) => {
    const example = examples.find((p) => p.id === id);
    if (example) navigate({ search: { view: "access", ...example.search }, resetScroll: false });
  };
  const isTaken = (of: object) => Object.entries(of).every(([key, value]) => search[key as keyof typeof search] === value);
  return (
    <div className="access">
      <section className="access-presets" aria-label={t("explorer.access.presets")}>
        <span className="muted small">{t("explorer.access.presets")}</span>
        {examples.map((p) => (
          <Button key={p.id} small kind={isTaken(p.search) ? "plain" : "quiet"} aria-pressed={isTaken(p.search)} onPress={() => take(p.id)}>
            {word("preset", p.id)}
          </Button>
        ))}
      </section>
      <section className="access-answer" aria-label={t("explorer.access.answer")} aria-live="polite">
        {ask ? (
          <Loaded query={query}>{(asked) => <AccessAnswer asked={asked} />}</Loaded>
        ) : (
          <div className="panel">
            <EmptyState icon="eye" title={t("explorer.access.incomplete")}>
              {t("explorer.access.incomplete.detail")}
            </EmptyState>
          </div>
        )}
      </section>
      <AccessForm framework={framework} vocabulary={vocabulary} />
    </div>
  );
}
