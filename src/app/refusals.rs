//! Why a step was not taken, said so that it can be mended.

use crate::flow::Refusal;
use crate::i18n::problems::problem_text;
use crate::i18n::{Lang, grouped};
use crate::model::Label;

/// The refusal in words; `label` gives what people read of a field that the step or the record has.
#[must_use]
pub fn refusal_text(lang: Lang, refusal: &Refusal, label: &dyn Fn(&str) -> Option<Label>) -> String {
    let named = |field: &str| label(field).map_or_else(|| field.to_owned(), |label| lang.label(label).to_owned());
    let listed = |names: &[String]| names.join(if lang == Lang::Zh { "、" } else { ", " });
    let (zh, en) = match refusal {
        Refusal::Field(at) => return format!("{}: {}", named(at.field), problem_text(lang, at.problem)),
        Refusal::Gone => (
            "这条记录已删除或尚未收齐，不能办理。".into(),
            "The record is deleted or has not wholly arrived; nothing can be done with it.".into(),
        ),
        Refusal::State => (
            "记录的状态已经改变，不能再这样办理。".into(),
            "The record's state has changed; this can no longer be done.".into(),
        ),
        Refusal::Missing { field } => {
            let field = named(field);
            (
                format!("“{field}”未填，或所指的记录尚未收到。"),
                format!("“{field}” is blank, or the record it names is not here yet."),
            )
        }
        Refusal::OtherUnit { field } => {
            let field = named(field);
            (
                format!("“{field}”所指的记录既不属于本单位，也不属于上级单位。"),
                format!("What “{field}” names belongs neither to this unit nor to one above it."),
            )
        }
        Refusal::InConflict { field } => {
            let field = named(field);
            (
                format!("“{field}”有不同的值并存，请先选定一个。"),
                format!("Different values of “{field}” stand side by side; choose one first."),
            )
        }
        Refusal::QuotaFilled { quota } => {
            let quota = grouped(*quota);
            (format!("该岗位编制 {quota} 名，已满员。"), format!("The post's quota of {quota} is filled."))
        }
        Refusal::MoreThanPledged => {
            ("兑现数量超过了承诺数量。".into(), "More would be delivered than was pledged.".into())
        }
        Refusal::Undelivered => (
            "双方都确认的兑现还不到承诺的数量。".into(),
            "Less than was pledged is delivered and confirmed by both sides.".into(),
        ),
        Refusal::UnknownDevice => (
            "该单位的联络员没有登记这台设备。".into(),
            "No liaison officer of the partner is known to use this device.".into(),
        ),
        Refusal::NoQuorum { quorum } => {
            let quorum = grouped(*quorum);
            (format!("到会人数不足法定的 {quorum} 人。"), format!("Fewer are present than the quorum of {quorum}."))
        }
        Refusal::Unscored { criteria } => {
            let criteria = listed(criteria);
            (format!("还没有打分：{criteria}。"), format!("Not scored yet: {criteria}."))
        }
        Refusal::NotInForm { criteria } => {
            let criteria = listed(criteria);
            (format!("评价表中没有：{criteria}。"), format!("Not in the form: {criteria}."))
        }
        Refusal::NoEvidence { criteria } => {
            let criteria = listed(criteria);
            (format!("有得分而没有依据：{criteria}。"), format!("Scored without evidence: {criteria}."))
        }
        Refusal::GradeTooLow => (
            "所依据的评价没有等次，或等次不够。".into(),
            "The evaluation it rests on has no grade, or one that does not do.".into(),
        ),
        Refusal::Unsettled { count } => {
            let count = grouped(i64::try_from(*count).unwrap_or(i64::MAX));
            (
                format!("本期还有 {count} 条记录有待解决的问题。"),
                format!("Records of the period that have something to settle: {count}."),
            )
        }
        Refusal::Nothing => ("没有可办理的内容。".into(), "There is nothing to do.".into()),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
