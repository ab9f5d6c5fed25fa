import { getRouteApi } from "@tanstack/react-router";
import { Fragment, type ReactNode, useMemo, useState } from "react";
import { serverNow } from "../api/clock";
import { useFramework } from "../api/queries";
import type { Change, Difference, Entry, Section } from "../api/types";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { EmptyState } from "../design/Feedback";
import { Checkbox } from "../design/Field";
import { Panel } from "../design/Panel";
import { hasWord, languageId, number, t, word } from "../i18n";
import { dateAndTime } from "../i18n/time";
import { isDoubtful, type Line, labels, lackedBy, lacking, marked } from "./difference";
import { Unestablished } from "./Origin";
import { homeZone } from "./versions";

const route = getRouteApi("/shell/framework");

/** What to call the two, and whether the one came of the other. */
interface Sides {
  a: string;
  b: string;
  isOneCountry: boolean;
}

interface Props {
  difference: Difference;
  /** What else is told of the two, before their sections. */
  children?: (names: [string, string]) => ReactNode;
}

/** Everything that differs, to be read on a screen and to be printed and taken home. */
export function DifferenceReport({ difference, children }: Props) {
  const isOnly = route.useSearch().only === "true";
  const navigate = route.useNavigate();
  const { framework } = useFramework();
  const [at] = useState(serverNow);
  const [a, b] = labels(difference, t("versionstate.in_force"), t("explorer.diff.folder"));
  const sides: Sides = { a, b, isOneCountry: difference.by === "id" };
  const sections = useMemo(() => (isOnly ? lacking(difference.sections) : difference.sections), [difference, isOnly]);
  const differing = sections.filter((s) => s.entries.length > 0);
  const alike = difference.sections.filter((s) => s.entries.length === 0);
  return (
    <>
      <header className="diff-head">
        <div className="grow">
          <h2>{t("explorer.diff.title", { a, b })}</h2>
          <p className="muted">
            {t("explorer.diff.count", { count: difference.count })}{" "}
            {t(sides.isOneCountry ? "explorer.diff.by.id" : "explorer.diff.by.role")}{" "}
            {t("explorer.diff.made", { time: dateAndTime(at, homeZone(framework)) })}
          </p>
        </div>
        <Button onPress={() => print()}>{t("explorer.diff.print")}</Button>
      </header>
      {children?.([a, b])}
      <Lessons of={a} and={b} lessons={difference.a.lessons} />
      <Lessons of={b} and={a} lessons={difference.b.lessons} />
      {difference.count > 0 && (
        <div className="diff-tools">
          <span className="screen-only">
            <Checkbox
              isSelected={isOnly}
              onChange={(on) => navigate({ search: (s) => ({ ...s, only: on ? "true" : undefined }), replace: true, resetScroll: false })}
            >
              {t("explorer.diff.only")}
            </Checkbox>
          </span>
          {isOnly && <span className="print-only">{t("explorer.diff.only")}</span>}
          <Legend isOneCountry={sides.isOneCountry} />
        </div>
      )}
      {differing.length > 2 && <Contents sections={differing} />}
      {differing.length === 0 && <EmptyState title={t(difference.count > 0 ? "explorer.diff.only.none" : "explorer.diff.none")} />}
      {differing.map((s) => (
        <OneSection key={s.title} section={s} sides={sides} />
      ))}
      {alike.length > 0 && (
        <Panel title={t("explorer.diff.unchanged")}>
          <ul className="diff-alike">
            {alike.map((s) => (
              <li key={s.title}>
                <SectionName title={s.title} /> <span className="muted num">{t("explorer.diff.alike", { count: s.same })}</span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

/** What a secretariat could learn of the other country. Told by the server, in English. */
function Lessons({ of, and, lessons }: { of: string; and: string; lessons: readonly string[] }) {
  if (lessons.length === 0) return null;
  return (
    <Panel title={t("explorer.diff.lessons", { a: of, b: and })}>
      <ul className="diff-lessons" lang="en" dir="ltr">
        {lessons.map((l) => (
          <li key={l}>{l}</li>
        ))}
      </ul>
    </Panel>
  );
}

function Legend({ isOneCountry }: { isOneCountry: boolean }) {
  return (
    <span className="diff-legend small">
      {isOneCountry ? (
        <>
          <del>{t("explorer.diff.removed")}</del> <ins>{t("explorer.diff.added")}</ins>
        </>
      ) : (
        <mark>{t("explorer.diff.here")}</mark>
      )}
    </span>
  );
}

const anchorOf = (title: string): string => `section-${slug(title)}`;
const slug = (title: string): string => title.toLowerCase().replace(/[^a-z]+/g, "_");

/** The server's subjects, in the officer's language where the catalogue has them. */
function SectionName({ title }: { title: string }) {
  if (hasWord("diffsection", slug(title))) return word("diffsection", slug(title));
  return (
    <span lang="en" dir="ltr">
      {title}
    </span>
  );
}

function Contents({ sections }: { sections: readonly Section[] }) {
  return (
    <nav className="diff-contents screen-only" aria-label={t("explorer.diff.sections")}>
      {sections.map((s) => (
        // Not a link of the router: the address stays what it is, and the browser goes to the section.
        <a key={s.title} href={`#${anchorOf(s.title)}`}>
          <SectionName title={s.title} /> <span className="count num">{number(s.entries.length)}</span>
        </a>
      ))}
    </nav>
  );
}

function OneSection({ section, sides }: { section: Section; sides: Sides }) {
  const id = anchorOf(section.title);
  return (
    <section id={id} className="panel diff-section" aria-labelledby={`${id}-name`} tabIndex={-1}>
      <header className="panel-head">
        <h2 id={`${id}-name`}>
          <SectionName title={section.title} />
        </h2>
        <span className="count num">
          {t("explorer.diff.count.short", { count: section.entries.length })} · {t("explorer.diff.alike", { count: section.same })}
        </span>
      </header>
      <div className="diff-columns" aria-hidden="true">
        <span />
        <span>
          <bdi>{sides.a}</bdi>
        </span>
        <span>
          <bdi>{sides.b}</bdi>
        </span>
      </div>
      <ul>
        {section.entries.map((e) => (
          <li key={e.what} className="diff-entry">
            <OneEntry entry={e} sides={sides} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OneEntry({ entry, sides }: { entry: Entry; sides: Sides }) {
  const missing = lackedBy(entry);
  const doubtful = isDoubtful(entry);
  const own = missing && (missing === "a" ? entry.b : entry.a);
  // An item of one country has a name and an id; a role that two countries fill has what each calls it.
  const name = sides.isOneCountry ? (own ?? (entry.a === entry.b ? entry.a : undefined)) : undefined;
  return (
    <>
      <h3 className="diff-what">
        <span lang="en" dir="ltr">
          {name ?? entry.what}
        </span>
        {name && name !== entry.what && (
          <code className="muted small" dir="ltr">
            {entry.what}
          </code>
        )}
        {!name && own && (
          <span className="diff-own" lang="en" dir="ltr">
            {own}
          </span>
        )}
        {missing && <OnlyIn missing={missing} sides={sides} />}
        {doubtful && <Unestablished />}
      </h3>
      {missing ? (
        <OneSided entry={entry} missing={missing} doubtful={doubtful} />
      ) : (
        <dl className="diff-changes">
          {!name && entry.a !== sides.a && <Called entry={entry} sides={sides} />}
          {entry.changes.map((c) => (
            <Changed key={c.field} change={c} sides={sides} doubtful={doubtful} />
          ))}
        </dl>
      )}
    </>
  );
}

/** What each of the two calls a thing. */
function Called({ entry, sides }: { entry: Entry; sides: Sides }) {
  return (
    <div className="diff-called">
      <dt className="visually-hidden">{t("explorer.diff.called")}</dt>
      {(["a", "b"] as const).map((side) => (
        <dd key={side}>
          <SideName name={sides[side]} />
          <span lang="en" dir="ltr">
            {entry[side]}
          </span>
        </dd>
      ))}
    </div>
  );
}

/** Whose what follows is: on a phone, and for those who hear it. Elsewhere the head of the column says so. */
function SideName({ name }: { name: string }) {
  return (
    <span className="diff-side">
      <bdi>{name}</bdi>
    </span>
  );
}

function OnlyIn({ missing, sides }: { missing: "a" | "b"; sides: Sides }) {
  if (sides.isOneCountry) {
    return missing === "a" ? (
      <Chip tone="green" icon="plus">
        {t("explorer.diff.added")}
      </Chip>
    ) : (
      <Chip tone="red" icon="cross">
        {t("explorer.diff.removed")}
      </Chip>
    );
  }
  return <Chip tone="info">{t("explorer.diff.in", { name: missing === "a" ? sides.b : sides.a })}</Chip>;
}

/** What only one has, all of it: there is no other side to stand beside. */
function OneSided({ entry, missing, doubtful }: { entry: Entry; missing: "a" | "b"; doubtful: boolean }) {
  const side = missing === "a" ? "b" : "a";
  const said = entry.changes.flatMap((c) => (c[side] ? [{ field: c.field, value: c[side] }] : []));
  if (said.length === 0) return null;
  return (
    <dl className="diff-changes one-sided">
      {said.map(({ field, value }) => (
        <div key={field}>
          <dt>
            <span lang="en" dir="ltr">
              {field}
            </span>
          </dt>
          <dd>
            <Said lines={value.lines.map((text) => [{ text, own: false }])} doubtful={!doubtful && value.standing === "unverified"} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One matter, both sides beside each other; on a phone, and for those who hear it, each under its name. */
function Changed({ change: c, sides, doubtful }: { change: Change; sides: Sides; doubtful: boolean }) {
  const [a, b] = marked(c.a?.lines, c.b?.lines, sides.isOneCountry);
  const side = (which: "a" | "b", lines: readonly Line[]) => (
    <dd>
      <SideName name={sides[which]} />
      {c[which] ? (
        <Said
          lines={lines}
          doubtful={!doubtful && c[which].standing === "unverified"}
          as={sides.isOneCountry ? (which === "a" ? "del" : "ins") : "mark"}
        />
      ) : (
        <span className="muted">{t("explorer.diff.nothing")}</span>
      )}
    </dd>
  );
  return (
    <div>
      <dt>
        <span lang="en" dir="ltr">
          {c.field}
        </span>
      </dt>
      {side("a", a)}
      {side("b", b)}
    </div>
  );
}

const OWN = { del: "explorer.diff.removed", ins: "explorer.diff.added", mark: "explorer.diff.here" } as const;

/** A value. What is only here is marked: by a line through it or under it, and by a word for those who hear it. */
function Said({ lines, doubtful, as: Mark = "mark" }: { lines: readonly Line[]; doubtful: boolean; as?: keyof typeof OWN }) {
  const drawn = lines.map((line) =>
    line.map((piece, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line never change places
      <Fragment key={i}>
        {i > 0 && " "}
        {piece.own ? (
          <Mark>
            <span className="visually-hidden" lang={languageId()}>
              {t(OWN[Mark])}:{" "}
            </span>
            {piece.text}
          </Mark>
        ) : (
          piece.text
        )}
      </Fragment>
    )),
  );
  return (
    <>
      {drawn.length > 1 ? (
        <ul className="diff-lines" lang="en" dir="ltr">
          {drawn.map((line, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nor do the lines of a value
            <li key={i}>{line}</li>
          ))}
        </ul>
      ) : (
        <span lang="en" dir="ltr">
          {drawn}
        </span>
      )}{" "}
      {doubtful && <Unestablished />}
    </>
  );
}
