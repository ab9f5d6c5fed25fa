import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { answer, api } from "../api/client";
import { messageQuery, useFramework, useOfficer } from "../api/queries";
import type { Receipt } from "../api/types";
import { Button, ButtonLink } from "../design/Button";
import { StateChip } from "../design/Chip";
import { DataList } from "../design/DataList";
import { EmptyState, ErrorState, Loaded, Notice } from "../design/Feedback";
import { Panel } from "../design/Panel";
import { number, t, word } from "../i18n";
import { dayAndTime } from "../i18n/time";
import { ReceiptList, Why } from "./Receipts";
import { around, SHOWN, segmentsOf } from "./segments";

/** One kept message: what became of it, the interchange as it came, and the way to try again. */
export function MessagePanel({ id, state }: { id: string; state: string }) {
  const message = useQuery(messageQuery(id));
  const head = useRef<HTMLElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <section className="message" aria-label={t("intake.message")} tabIndex={-1} ref={head}>
      <Loaded query={message} lines={8}>
        {({ receipt, body }) => (
          <Panel
            title={receipt.flight || receipt.message_ref || t("intake.message")}
            aside={
              <ButtonLink to="/intake" search={{ state, message: undefined }} kind="quiet" icon="cross">
                {t("action.close")}
              </ButtonLink>
            }
          >
            <div className="stack">
              <Facts receipt={receipt} />
              {receipt.error && (
                <Notice tone="red" icon="alert">
                  <Why error={receipt.error} />
                </Notice>
              )}
              <Replay id={id} />
              <Body body={body} error={receipt.error ?? undefined} />
            </div>
          </Panel>
        )}
      </Loaded>
    </section>
  );
}

function Facts({ receipt }: { receipt: Receipt }) {
  const { zone } = useFramework();
  const officer = useOfficer();
  return (
    <DataList
      items={[
        [t("intake.state"), <StateChip key="state" state={receipt.state} />],
        [
          t("intake.received"),
          <span key="at" className="num">
            {dayAndTime(receipt.received_us, zone(officer.point))}
          </span>,
        ],
        [t("intake.reference"), receipt.message_ref && <span className="mono">{receipt.message_ref}</span>],
        [
          t("intake.flight"),
          receipt.crossing && receipt.state === "accepted" ? (
            <Link key="flight" to="/flights/$id" params={{ id: receipt.crossing }}>
              {receipt.flight}
            </Link>
          ) : (
            receipt.flight
          ),
        ],
        [t("intake.people"), receipt.passengers > 0 ? number(receipt.passengers) : undefined],
      ]}
    />
  );
}

function Replay({ id }: { id: string }) {
  const client = useQueryClient();
  const replay = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/intake/{id}/replay", { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["intake"] }),
  });
  return (
    <div className="stack">
      <p>
        <Button icon="refresh" onPress={() => replay.mutate()} isPending={replay.isPending}>
          {t("intake.replay")}
        </Button>
      </p>
      {replay.isError && <ErrorState error={replay.error} />}
      {replay.data && (
        <>
          <h3>{t("intake.replayed", { state: [...new Set(replay.data.receipts.map((r) => word("state", r.state)))].join(", ") })}</h3>
          <ReceiptList receipts={replay.data.receipts} />
        </>
      )}
    </div>
  );
}

/** The interchange segment by segment, scrolled to the one that is wrong. */
function Body({ body, error }: { body: string; error: Receipt["error"] | undefined }) {
  const segments = useMemo(() => segmentsOf(body), [body]);
  const faulty = error?.segment ?? 0;
  const [[from, to], setShown] = useState(() => around(segments.length, faulty));
  const wrong = useRef<HTMLLIElement>(null);
  useEffect(() => {
    wrong.current?.scrollIntoView({ block: "nearest" });
  }, []);
  if (segments.length === 0) {
    return (
      <section>
        <h3>{t("intake.body")}</h3>
        {body.trim() ? (
          <pre className="segments plain" dir="ltr">
            {body.slice(0, 20_000)}
          </pre>
        ) : (
          <EmptyState icon="inbox" title={t("intake.blank")} />
        )}
      </section>
    );
  }
  return (
    <section>
      <h3>
        {t("intake.body")} <span className="muted num">{t("intake.segments", { count: segments.length })}</span>
      </h3>
      {from > 0 && (
        <Button small onPress={() => setShown([Math.max(0, from - SHOWN), to])}>
          {t("action.more")}
        </Button>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <ol className="segments" dir="ltr" tabIndex={0} aria-label={t("intake.body")}>
        {segments.slice(from, to).map((s) => (
          <li key={s.number} ref={s.number === faulty ? wrong : undefined} className={s.number === faulty ? "segment wrong" : "segment"}>
            <span className="segment-number num">{s.number}</span>
            <code>
              <b>{s.tag}</b>
              {s.rest}
            </code>
            {s.number === faulty && error && (
              <span className="segment-error" dir="auto">
                {error.detail}
              </span>
            )}
          </li>
        ))}
      </ol>
      {to < segments.length && (
        <Button small onPress={() => setShown([from, Math.min(segments.length, to + SHOWN)])}>
          {t("action.more")}
        </Button>
      )}
    </section>
  );
}
