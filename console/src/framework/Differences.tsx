import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import type { Versions } from "../api/types";
import { Button } from "../design/Button";
import { EmptyState, Loaded, Notice, Skeleton } from "../design/Feedback";
import { Select } from "../design/Field";
import { Switch } from "../design/Tabs";
import { t, word } from "../i18n";
import { DifferenceReport } from "./DifferenceReport";
import { chosenPair, comparable } from "./difference";
import { FolderPick } from "./FolderPick";
import type { Folder } from "./folder";
import { compareFiles, differenceQuery, versionsQuery } from "./queries";
import { Refused } from "./Refused";
import { Sharing } from "./Sharing";
import "./differences.css";

const route = getRouteApi("/shell/framework");

/** What differs, by meaning: between two versions, or between the version in force and a framework that lies in a folder. */
export function DifferencesView() {
  return <Loaded query={useQuery(versionsQuery)}>{(versions) => <Compared versions={versions} />}</Loaded>;
}

function Compared({ versions }: { versions: Versions }) {
  const { compare } = route.useSearch();
  const navigate = route.useNavigate();
  const ofFolder = compare === "folder";
  return (
    <div className="stack differences">
      <div className="screen-only">
        <Switch
          label={t("explorer.diff.which")}
          value={ofFolder ? "folder" : "versions"}
          onChange={(id) =>
            navigate({ search: { view: "differences", ...(id === "folder" ? { compare: id } : {}) }, replace: true, resetScroll: false })
          }
          tabs={[
            { id: "versions", name: t("explorer.diff.versions") },
            { id: "folder", name: t("explorer.diff.folder") },
          ]}
        />
      </div>
      {ofFolder ? <OfFolder inForce={versions.in_force} /> : <OfVersions versions={versions} />}
    </div>
  );
}

function OfVersions({ versions }: { versions: Versions }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const pair = chosenPair(versions, search);
  if (!pair) {
    return (
      <EmptyState icon="info" title={t("explorer.diff.one")}>
        {t("explorer.diff.one.detail")}
      </EmptyState>
    );
  }
  const options = comparable(versions).map((v) => ({ id: v.version, name: v.version, detail: word("versionstate", v.state) }));
  const choose = (part: { version?: string; with?: string }) =>
    navigate({
      search: (s) => ({ ...s, view: "differences", version: pair.version, with: pair.base, ...part }),
      replace: true,
      resetScroll: false,
    });
  return (
    <>
      <div className="diff-choices screen-only">
        <Select label={t("explorer.diff.from")} isRequired options={options} value={pair.base} onChange={(id) => choose({ with: id })} />
        <Select
          label={t("explorer.diff.to")}
          isRequired
          options={options}
          value={pair.version}
          onChange={(id) => choose({ version: id })}
        />
      </div>
      {pair.base === pair.version ? <Notice>{t("explorer.diff.same")}</Notice> : <Between key={`${pair.base} ${pair.version}`} {...pair} />}
    </>
  );
}

function Between({ base, version }: { base: string; version: string }) {
  const query = useQuery(differenceQuery(version, base));
  return (
    <Loaded query={query} lines={8}>
      {(difference) => (
        <DifferenceReport difference={difference}>{(names) => <Sharing base={base} version={version} names={names} />}</DifferenceReport>
      )}
    </Loaded>
  );
}

function OfFolder({ inForce }: { inForce: string }) {
  const [folder, setFolder] = useState<Folder>();
  const [checked, setChecked] = useState(false);
  const compare = useMutation({ mutationFn: compareFiles });
  return (
    <>
      <form
        className="panel panel-body stack screen-only"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (folder && !compare.isPending) compare.mutate(folder.files);
        }}
      >
        <p>{t("explorer.diff.folder.lead", { version: inForce })}</p>
        <FolderPick
          folder={folder}
          onChange={(chosen) => {
            setFolder(chosen);
            compare.reset();
          }}
          error={checked && !folder ? t("explorer.folder.needed") : undefined}
        />
        <div>
          <Button type="submit" kind="primary" isPending={compare.isPending}>
            {t("explorer.diff.compare")}
          </Button>
        </div>
        {compare.isError && <Refused error={compare.error} />}
      </form>
      {compare.isPending && <Skeleton lines={8} />}
      {compare.data && <DifferenceReport difference={compare.data} />}
    </>
  );
}
