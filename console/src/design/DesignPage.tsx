import { useState } from "react";
import { serverNow } from "../api/clock";
import { Problem } from "../api/problem";
import { DemoBanner } from "../app/Shell";
import { number, t } from "../i18n";
import { MICROS } from "../i18n/time";
import { Button } from "./Button";
import { Chip, StateChip } from "./Chip";
import { Clock, Countdown } from "./Clock";
import { DataList } from "./DataList";
import { EmptyState, ErrorState, Notice, Skeleton } from "./Feedback";
import { Checkbox, Field, Select } from "./Field";
import { Modal } from "./Modal";
import { PageHead, Panel } from "./Panel";
import { Switch } from "./Tabs";
import { say } from "./Toast";
import "./design.css";

const TOKENS = [
  "--bg",
  "--surface",
  "--sunken",
  "--border",
  "--border-strong",
  "--text",
  "--text-2",
  "--text-3",
  "--accent",
  "--info",
  "--violet",
  "--amber",
  "--red",
  "--green",
];
const STATES = [
  "expected",
  "waiting",
  "in_control",
  "referred",
  "held",
  "refused",
  "released",
  "readmitted",
  "cancelled",
  "pending",
  "passed",
  "waived",
];
const MINUTE = 60 * MICROS;

/** Every component in every state: what a new screen is made of, and what the accessibility tests look at first. */
export function DesignPage() {
  const [modal, setModal] = useState(false);
  const [tab, setTab] = useState("all");
  const [choice, setChoice] = useState("");
  const [on, setOn] = useState(true);
  const [now] = useState(serverNow);
  const sample = t("design.sample");
  return (
    <>
      <DemoBanner />
      <main className="main page">
        <PageHead title={t("design.title")} detail={t("design.lead")} />
        <div className="design-grid">
          <Panel title={t("design.colours")}>
            <ul className="swatches">
              {TOKENS.map((token) => (
                <li key={token}>
                  <span className="swatch" style={{ background: `var(${token})` }} />
                  <code>{token}</code>
                </li>
              ))}
            </ul>
          </Panel>
          <Panel title={t("design.type")}>
            <div className="stack">
              <h1>{sample}</h1>
              <h2>{sample}</h2>
              <p>{sample}</p>
              <p className="small muted">{sample}</p>
              <p className="mono" dir="ltr">
                P&lt;UTOERIKSSON&lt;&lt;ANNA&lt;MARIA
              </p>
            </div>
          </Panel>
          <Panel title={t("design.states")}>
            <div className="row row-wrap">
              {STATES.map((state) => (
                <StateChip key={state} state={state} />
              ))}
              <Chip tone="red" icon="alert">
                {t("overview.late", { count: 3 })}
              </Chip>
            </div>
          </Panel>
          <Panel title={t("design.clocks")}>
            <DataList
              items={[
                [t("clock.stage"), <Clock key="a" since={now - 4 * MINUTE} due={now + 20 * MINUTE} label={t("clock.stage")} />],
                [t("clock.near"), <Clock key="b" since={now - 17 * MINUTE} due={now + 3 * MINUTE} label={t("clock.stage")} />],
                [t("overview.past"), <Clock key="c" since={now - 95 * MINUTE} due={now - 35 * MINUTE} label={t("clock.stage")} />],
                [t("clock.hold"), <Countdown key="d" until={now + 3 * 60 * MINUTE} label={t("clock.hold")} />],
              ]}
            />
          </Panel>
          <Panel title={t("design.buttons")}>
            <div className="row row-wrap">
              <Button kind="primary" icon="check" shortcut="P">
                {t("command.pass")}
              </Button>
              <Button icon="right" shortcut="R">
                {t("command.refer")}
              </Button>
              <Button kind="danger" icon="cross" shortcut="X">
                {t("command.refuse")}
              </Button>
              <Button kind="quiet">{t("action.cancel")}</Button>
              <Button isDisabled>{t("command.release")}</Button>
              <Button small icon="refresh">
                {t("action.retry")}
              </Button>
              <Button onPress={() => setModal(true)}>{t("design.dialog")}</Button>
              <Button onPress={() => say(sample)}>{t("design.toast")}</Button>
            </div>
          </Panel>
          <Panel title={t("design.fields")}>
            <div className="stack">
              <Field label={t("ask.reason")} isRequired error={t("field.required")} />
              <Field label={t("ask.note")} rows={2} hint={t("account.purpose.hint")} />
              <Select
                label={t("ask.topic")}
                value={choice}
                onChange={setChoice}
                options={[
                  { id: "general", name: t("topic.general") },
                  { id: "risk", name: t("topic.risk"), detail: sample },
                ]}
              />
              <Checkbox isSelected={on} onChange={setOn}>
                {t("open.arrived")}
              </Checkbox>
              <Switch
                label={t("board.who")}
                value={tab}
                onChange={setTab}
                tabs={[
                  { id: "all", name: t("board.who.all"), count: number(1240) },
                  { id: "mine", name: t("board.who.mine"), count: number(3) },
                ]}
              />
            </div>
          </Panel>
          <Panel title={t("design.feedback")}>
            <div className="stack">
              <Notice>{sample}</Notice>
              <Notice tone="amber" icon="alert">
                {t("desk.doubtful.detail")}
              </Notice>
              <Notice tone="green" icon="check">
                {t("desk.matched")}
              </Notice>
              <ErrorState
                error={new Problem({ code: "reason_needed", place: { file: "procedures/example.toml", line: 12, column: 1 } })}
                retry={() => say(t("action.retry"))}
              />
              <Skeleton lines={3} />
            </div>
          </Panel>
          <Panel title={t("board.empty")}>
            <EmptyState title={t("board.empty")}>{t("board.empty.detail")}</EmptyState>
          </Panel>
        </div>
        <Modal title={t("command.hold")} isOpen={modal} onClose={() => setModal(false)}>
          <p>{sample}</p>
          <div className="dialog-actions">
            <Button onPress={() => setModal(false)}>{t("action.close")}</Button>
          </div>
        </Modal>
      </main>
    </>
  );
}
