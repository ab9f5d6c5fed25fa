import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useOfficerName } from "../api/officers";
import { useFramework } from "../api/queries";
import type { Version, Versions } from "../api/types";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { Countdown } from "../design/Clock";
import { DataList } from "../design/DataList";
import { Loaded, Notice } from "../design/Feedback";
import { rightToLeft, t, word } from "../i18n";
import { dateAndTime } from "../i18n/time";
import { Approve, Withdraw } from "./Decide";
import { comparable, type Pair, pairWith } from "./difference";
import { Propose } from "./Propose";
import { versionsQuery } from "./queries";
import { homeZone, idOf, isOutdated, isWhole, STATES } from "./versions";
import "./versions.css";

/** Which rules hold, which held and which are to come: who wanted them, what was proved of them, who agreed, and from when. */
export function VersionsView() {
  return <Loaded query={useQuery(versionsQuery)}>{(versions) => <All versions={versions} />}</Loaded>;
}

type Asked = { what: "propose" } | { what: "approve" | "withdraw"; version: Version };

function All({ versions }: { versions: Versions }) {
  const { framework } = useFramework();
  const zone = homeZone(framework);
  const [asked, setAsked] = useState<Asked>();
  const [done, setDone] = useState<Version>();
  const list = useRef<HTMLDivElement>(null);
  const named = comparable(versions);
  const close = () => setAsked(undefined);
  useNews(versions.in_force, framework?.version);
  const closeAt = (version: Version) => {
    close();
    setDone(version);
  };
  // The button that opened the dialog may be gone with what it did: the reader goes on at the version itself, as soon as the list has it.
  useEffect(() => {
    const heading =
      done && versions.versions.some((v) => idOf(v) === idOf(done)) && list.current?.querySelector<HTMLElement>(`#${idOf(done)}`);
    if (!heading) return;
    heading.focus();
    setDone(undefined);
  }, [done, versions]);
  return (
    <div ref={list} className="stack versions">
      <div className="versions-head">
        <p className="muted grow">{t("explorer.versions.lead")}</p>
        {versions.may_propose && (
          <Button kind="primary" icon="plus" onPress={() => setAsked({ what: "propose" })}>
            {t("explorer.propose")}
          </Button>
        )}
      </div>
      {versions.versions.map((v) => (
        <One
          key={idOf(v)}
          version={v}
          // The name of one that was withdrawn may by now be that of another.
          pair={named.includes(v) ? pairWith(v, versions.in_force) : undefined}
          inForce={versions.in_force}
          zone={zone}
          onAsk={(what) => setAsked({ what, version: v })}
        />
      ))}
      {asked?.what === "propose" && <Propose onClose={close} onDone={closeAt} />}
      {asked?.what === "approve" && <Approve version={asked.version} zone={zone} onClose={close} onDone={closeAt} />}
      {asked?.what === "withdraw" && <Withdraw version={asked.version} onClose={close} onDone={closeAt} />}
    </div>
  );
}

/** When another version has come into force, everything that was read of the one before is read anew. */
function useNews(inForce: string, known: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (known === undefined || known === inForce) return;
    for (const queryKey of [["framework"], ["paths"], ["session"]]) client.invalidateQueries({ queryKey });
  }, [client, inForce, known]);
}

interface OneProps {
  version: Version;
  /** What it is compared with. */
  pair: Pair | undefined;
  inForce: string;
  zone: string | undefined;
  onAsk: (what: "approve" | "withdraw") => void;
}

function One({ version: v, pair, inForce, zone, onAsk }: OneProps) {
  const id = idOf(v);
  const look = STATES[v.state];
  const name = useOfficerName();
  // A sentence of the page, whatever script the name in it is in.
  const by = (officer: string | null | undefined, us: number | null | undefined): ReactNode =>
    officer && us ? (
      <span dir={rightToLeft() ? "rtl" : "ltr"}>{t("explorer.versions.by", { name: name(officer), time: dateAndTime(us, zone) })}</span>
    ) : undefined;
  const outdated = isOutdated(v, inForce);
  return (
    <section className="panel version" aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id} tabIndex={-1} className="row">
          {t("explorer.versions.version", { version: v.version })}
          <Chip tone={look.tone} icon={look.icon}>
            {word("versionstate", v.state)}
          </Chip>
        </h2>
        {v.effective_us && !v.withdrawn_us && (
          <span className="version-from">
            <span className="muted">{t("explorer.versions.effective")}</span>
            <b className="num">{dateAndTime(v.effective_us, zone)}</b>
            <span className="muted small">{zone}</span>
            {v.state === "approved" && <Countdown until={v.effective_us} label={t("explorer.versions.until")} zone={zone} />}
          </span>
        )}
      </header>
      <div className="panel-body stack">
        {v.note && (
          <p className="version-note" dir="auto">
            {v.note}
          </p>
        )}
        <DataList
          items={[
            [t("explorer.versions.proposed"), by(v.proposed_by, v.proposed_us) ?? t("explorer.versions.first")],
            [t("explorer.versions.base"), v.base && t("explorer.versions.version", { version: v.base })],
            [t("explorer.versions.checked"), <Checked key="checked" version={v} />],
            [t("explorer.versions.proofs"), <Proofs key="proofs" version={v} />],
            [t("explorer.versions.approved"), by(v.approved_by, v.approved_us)],
            [t("explorer.versions.withdrawn"), by(v.withdrawn_by, v.withdrawn_us)],
            [t("explorer.versions.reason"), v.reason],
          ]}
        />
        {v.state === "proposed" && !isWhole(v) && (
          <Notice tone="amber" icon="alert">
            {t("explorer.versions.stuck")}
          </Notice>
        )}
        {outdated && (
          <Notice tone="amber" icon="alert">
            {t("explorer.versions.outdated", { base: v.base, version: inForce })}
          </Notice>
        )}
        <Actions version={v} pair={pair} mayApprove={v.may_approve && !outdated} onAsk={onAsk} />
      </div>
    </section>
  );
}

/** Where to read on, and what the officer may do. */
function Actions({ version: v, pair, mayApprove, onAsk }: { mayApprove: boolean } & Pick<OneProps, "version" | "pair" | "onAsk">) {
  const named = t("explorer.versions.version", { version: v.version });
  const differs = pair !== undefined && pair.base !== pair.version;
  if (!differs && !v.may_withdraw && !mayApprove) return null;
  return (
    <div className="row row-wrap version-actions">
      <span className="grow">
        {differs && (
          <Link
            to="/framework"
            search={{ view: "differences", version: pair.version, with: pair.base }}
            aria-label={`${t("explorer.versions.differs")}, ${named}`}
          >
            {t("explorer.versions.differs")}
          </Link>
        )}
      </span>
      {v.may_withdraw && (
        <Button aria-label={t("explorer.withdraw.title", { version: v.version })} onPress={() => onAsk("withdraw")}>
          {t("explorer.withdraw")}
        </Button>
      )}
      {mayApprove && (
        <Button
          kind="primary"
          icon="check"
          aria-label={t("explorer.approve.title", { version: v.version })}
          onPress={() => onAsk("approve")}
        >
          {t("explorer.approve")}
        </Button>
      )}
    </div>
  );
}

function Checked({ version: v }: { version: Version }) {
  return (
    <>
      {t("explorer.versions.warnings", { count: v.warnings })} · {t("explorer.versions.notes", { count: v.notes })}
    </>
  );
}

/** What was proved. The prover speaks English, whatever language the console is in. */
function Proofs({ version: v }: { version: Version }) {
  if (v.unproved) {
    return (
      <div className="stack version-proofs">
        <Chip tone="amber" icon="alert">
          {t("explorer.versions.unproved")}
        </Chip>
        <span lang="en" dir="ltr">
          {v.unproved}
        </span>
      </div>
    );
  }
  if (v.proved === null || v.proved === undefined) return t("explorer.versions.unasked");
  return (
    <div className="stack version-proofs">
      <span className="row row-wrap">
        <Chip tone={v.open.length > 0 ? "neutral" : "green"} icon="check">
          {t("explorer.versions.proved", { count: v.proved })}
        </Chip>
        {v.open.length > 0 && (
          <Chip tone="red" icon="cross">
            {t("explorer.versions.open", { count: v.open.length })}
          </Chip>
        )}
      </span>
      {v.open.length > 0 && (
        <ul className="version-open" lang="en" dir="ltr">
          {v.open.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
