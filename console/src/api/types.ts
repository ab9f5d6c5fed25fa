import type { components } from "./schema";

/** The API's types under the names the screens use. */
type S = components["schemas"];
export type Session = S["SessionView"];
export type Officer = S["OfficerCard"];
export type Framework = S["FrameworkView"];
export type Ground = S["GroundView"];
export type Point = S["PointView"];
export type PointNow = S["PointNow"];
export type PointPaths = S["PointPaths"];
export type Path = S["PathView"];
export type Stage = S["StageView"];
export type Board = S["Board"];
export type Lane = S["Lane"];
export type Card = S["Card"];
export type Crossing = S["CrossingView"];
export type StageNow = S["StageNow"];
export type Words = S["Words"];
export type CommandOffer = S["CommandOffer"];
export type CommandRequest = S["CommandRequest"];
export type OpenRequest = S["OpenRequest"];
export type TimelineEntry = S["TimelineEntry"];
export type Scan = S["Scan"];
export type ScanResult = S["ScanResult"];
export type Candidate = S["CandidateView"];
export type Receipts = S["Receipts"];
export type Receipt = S["Receipt"];
export type Token = S["TokenView"];
export type Place = S["PlaceOf"];
export type Origin = S["Origin"];
export type Institution = S["Institution"];
export type Body = S["BodyView"];
export type Seat = S["Seat"];
export type Rules = S["Rules"];
export type Findings = S["Findings"];
export type Finding = S["Finding"];
export type Vocabulary = S["Vocabulary"];
export type Ask = S["Ask"];
export type Asked = S["Asked"];
export type RuleShown = S["RuleView"];
export type Versions = S["Versions"];
export type Version = S["VersionView"];
/** One of two that are compared. */
export type Compared = S["ComparedSide"];
export type Difference = S["DifferenceView"];
export type Section = S["SectionView"];
export type Entry = S["EntryView"];
export type Change = S["ChangeView"];
export type Value = S["ValueView"];
export type Sharing = S["SharingView"];
export type Assignment = S["AssignmentView"];
export type AssignmentCommand = S["AssignmentCommand"];
export type MakeRequest = S["MakeRequest"];
export type Measure = S["Measure"];
export type Post = S["PostView"];
export type PostAgency = S["PostAgency"];
export type PostCard = S["PostCard"];
export type PostCommand = S["PostCommand"];
export type Shift = S["ShiftView"];
export type Hit = S["HitView"];
export type HitCommand = S["HitCommand"];
export type HitStep = S["HitStep"];
export type ListRecord = S["RecordView"];
export type List = S["OwnedList"];
export type ListEntry = S["ListEntryView"];
export type EntryRequest = S["EntryRequest"];
export type Edition = S["EditionView"];
export type EditionRequest = S["EditionRequest"];
export type EditionDifference = S["EditionDifference"];
export type BodyCard = S["BodyCard"];
export type BodyAtWork = S["BodyAtWork"];
export type Slot = S["SlotView"];
export type Meeting = S["MeetingView"];
export type Notice = S["NoticeView"];
export type NoticeCard = S["NoticeCard"];
export type NoticeCommand = S["NoticeCommand"];
export type NoticeContent = S["NoticeContent"];
export type NoticeFigures = S["NoticeFigures"];
export type NoticeRecipient = S["RecipientView"];
export type MeetingCard = S["MeetingCard"];
export type AgendaItem = S["ItemView"];
export type BodySeat = S["SeatView"];
export type Quorum = S["QuorumView"];
export type Decision = S["DecisionView"];
export type Directive = S["DirectiveView"];
/** What is not said is left out; the API's description names its default instead. */
export type MeetingRequest = Partial<S["MeetingRequest"]> & Pick<S["MeetingRequest"], "planned_us">;
export type MeetingCommand = Partial<S["MeetingCommand"]> & Pick<S["MeetingCommand"], "command">;
export type RequestCard = S["RequestCard"];
export type RequestView = S["RequestView"];
/** What is not said is left out; the API's description names its default instead. */
export type RequestAsk = Partial<S["RequestAsk"]> & Pick<S["RequestAsk"], "to" | "purpose" | "concerns" | "title" | "question">;
export type Statement = S["StatementView"];
export type RequestCommand = S["RequestCommand"];
/** Its parts are left out where nothing is said of them; the API's description names their default instead. */
export type Party = Partial<S["PartyView"]>;

/** A document as the scan answers it: the fields that the desk shows. */
export interface ScannedDocument {
  format?: string;
  valid?: boolean;
  surname?: string;
  given_names?: string;
  document_number?: string;
  issuing_state?: string;
  nationality?: string;
  birth_date?: string;
  expiry_date?: string;
  sex?: string;
  document_code?: string;
  problems?: ZoneProblem[];
  /** As they were read: upper case, padded. */
  lines?: string[];
}

/** What is wrong with a machine-readable zone. Line and column from 1. */
export interface ZoneProblem {
  code: string;
  field: string;
  line: number;
  column: number;
  found: string;
  expected: string;
  invalid: boolean;
}
export type Notifications = S["NotificationsView"];
export type NotificationHolder = S["HolderView"];
export type NotificationSetting = S["SettingView"];
export type NotificationTrouble = S["TroubleView"];
export type Priority = S["PriorityView"];
