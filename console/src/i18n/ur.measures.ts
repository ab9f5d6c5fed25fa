import type { Message } from "./en";
import type { measures as en } from "./en.measures";

/** Texts of the figures about what is owed. */
export const measures = {
  "measures.title": "کارکردگی",
  "measures.lead": "جو واجب ہے وہ کتنی جلدی دیکھا اور نمٹایا جاتا ہے۔ ہر عدد اپنے اندراجات تک لے جاتا ہے۔",
  "measures.lead.own": "{agency} پر کیا واجب ہے، اور کتنی جلدی دیکھا اور نمٹایا جاتا ہے۔ ہر عدد اپنے اندراجات تک لے جاتا ہے۔",
  "measures.link": "کارکردگی",
  "measures.by": "شمار بلحاظ",
  "measures.by.agency": "ادارہ",
  "measures.by.kind": "قسم",
  "measures.by.point": "سرحدی مقام",
  "measures.nobody.agency": "کردار کے لحاظ سے",
  "measures.nobody.kind": "بلا قسم",
  "measures.nobody.point": "قومی",
  "measures.days": "کس مدت میں",
  "measures.last": { one: "گزشتہ {count} دن", other: "گزشتہ {count} دن" },
  "measures.none": "اس مدت میں کچھ واجب نہ تھا",
  "measures.none.detail": "ایک ڈیسک دوسری سے جو مانگے وہ اسی لمحے سے یہاں شمار ہوتا ہے۔",
  "measures.figure.made": "مانگا گیا",
  "measures.figure.seen_in_time": "بروقت دیکھا",
  "measures.figure.answered": "جواب دیا",
  "measures.figure.answered_in_time": "بروقت جواب",
  "measures.figure.open": "کھلا",
  "measures.figure.late": "اب تاخیر میں",
  "measures.figure.declined": "انکار",
  "measures.figure.escalated": "اوپر بھیجا گیا",
  "measures.median": "نصف اس میں",
  "measures.p90": "دس میں سے نو اس میں",
  "measures.open": "{name}، {figure}: {value}۔ جو شمار ہوا دکھائیں",
  "measures.hidden": "اس میں سے کچھ آپ پر ظاہر نہیں",
  "measures.hidden.detail": "اعداد اسے گنتے ہیں؛ مواد متعلقہ لوگوں تک رہتا ہے۔",
} as const satisfies Record<keyof typeof en, Message>;
