import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { answer, api } from "../api/client";
import { crossingQuery } from "../api/queries";
import type { OpenRequest, Scan, ScannedDocument, ScanResult } from "../api/types";
import type { Step } from "./wedge";

/** How a file came to the desk: by its document, or from a list. */
export interface ShownFile {
  kind: "file";
  id: string;
  how: "matched" | "opened" | "found";
  result?: ScanResult;
}

/** What a scan came to where an officer has to say more. */
export interface ShownOutcome {
  kind: "outcome";
  ask: Scan;
  result: ScanResult;
}

export type Shown = { kind: "ready" } | ShownFile | ShownOutcome;

export const documentOf = (result: ScanResult): ScannedDocument => (result.document ?? {}) as ScannedDocument;

/** What lies on the desk, and what is typed. */
export function useDesk(point: string) {
  const client = useQueryClient();
  const [lines, setLines] = useState<readonly string[]>([]);
  const [text, setText] = useState("");
  const [shown, setShown] = useState<Shown>({ kind: "ready" });

  const show = (how: ShownFile["how"], view: NonNullable<ScanResult["crossing"]>, result?: ScanResult) => {
    client.setQueryData(crossingQuery(view.card.id).queryKey, view);
    setShown({ kind: "file", id: view.card.id, how, ...(result ? { result } : {}) });
  };
  /** The scan whose answer is waited for: one that was put away meanwhile shows nothing when it is answered. */
  const asked = useRef<Scan>(undefined);
  const scan = useMutation({
    mutationFn: (ask: Scan) => answer(api.POST("/api/v1/scan", { body: ask })),
    onSuccess: (result, ask) => {
      if (asked.current !== ask) return;
      if (result.crossing) show(result.outcome === "opened" ? "opened" : "matched", result.crossing, result);
      else setShown({ kind: "outcome", ask, result });
    },
  });
  /** Somebody else's announcements came close, and this traveller is none of them. */
  const openNew = useMutation({
    mutationFn: ({ body, key }: { body: OpenRequest; key: string }) =>
      answer(api.POST("/api/v1/crossings", { body, headers: { "idempotency-key": key } })),
    onSuccess: (view) => show("opened", view),
  });
  const read = (ask: Scan) => {
    asked.current = ask;
    scan.mutate(ask);
  };
  const reset = () => {
    asked.current = undefined;
    setLines([]);
    setText("");
    scan.reset();
    openNew.reset();
  };
  return {
    point,
    lines,
    text,
    shown,
    scan,
    openNew,
    read,
    type: setText,
    open: (id: string) => {
      reset();
      setShown({ kind: "file", id, how: "found" });
    },
    clear: () => {
      reset();
      setShown({ kind: "ready" });
    },
    take: (step: Step) => {
      // The Enter that a reader sends after a document was complete already changes nothing.
      setLines(step.lines);
      if (step.search === undefined) setText("");
      if (!step.document || scan.isPending) return;
      reset();
      setShown({ kind: "ready" });
      read({ mrz: step.document.join("\n") });
    },
  };
}

export type DeskState = ReturnType<typeof useDesk>;
