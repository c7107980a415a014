//! Evaluation of partners: forms with weights, scores, comments and selections.

use chrono::NaiveDate;

use crate::model::macros::{choices, record};
use crate::model::quantity::{EvaluationRef, FormRef, Note, PartnerRef, PartyOrgRef, Percent, Text, UnitRef, Year};
use crate::model::rows::{Scores, Weights};
use crate::model::{Choice, Rule};

choices! {
    /// Who is evaluated.
    Subject {
        Partner = "partner" ["驻区单位", "Resident unit"],
        Community = "community" ["社区", "Community"],
        Org = "party_org" ["党组织", "Party organisation"],
    }
}

choices! {
    /// How far an evaluation is.
    EvaluationState {
        Draft = "draft" ["评分中", "Being scored"],
        Graded = "graded" ["已定级", "Graded"],
        Closed = "closed" ["已办结", "Closed"],
        Reopened = "reopened" ["重新评价", "Reopened"],
    }
}

choices! {
    /// The grade that the points come to.
    Grade {
        Excellent = "excellent" ["优秀", "Excellent"],
        Good = "good" ["良好", "Good"],
        Pass = "pass" ["合格", "Pass"],
        Fail = "fail" ["不合格", "Fail"],
    }
}

choices! {
    /// Who comments.
    Voice {
        Community = "community" ["社区", "Community"],
        Residents = "residents" ["居民", "Residents"],
        Upper = "upper" ["上级", "Upper unit"],
        Partner = "partner" ["驻区单位", "Resident unit"],
    }
}

choices! {
    /// What is selected for.
    Award {
        Civilised = "civilised_unit" ["文明单位", "Civilised unit"],
        Advanced = "advanced_organisation" ["先进基层党组织", "Advanced grassroots party organisation"],
        Other = "other" ["其他", "Other"],
    }
}

choices! {
    /// How far a selection is.
    SelectionState {
        Proposed = "proposed" ["推荐", "Proposed"],
        Shown = "shown" ["公示", "Shown to the public"],
        Chosen = "chosen" ["评定", "Chosen"],
        Refused = "refused" ["未评定", "Not chosen"],
    }
}

record! {
    /// What partners are evaluated by.
    EvaluationForm = "evaluation_form" ["评价表", "Evaluation form"; "评价表", "Evaluation forms"] title name, rules [
        Rule::Hundred("weights"),
        Rule::Falling(&["excellent", "good", "pass"]),
    ] {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        subject: Choice<Subject> ["评价对象", "Whom it is for"] column;
        year: Year ["年度", "Year"] required column;
        version: Text ["版本", "Version"] column;
        weights: Weights ["评价项目和权重", "Criteria and weights"] required;
        excellent: Percent ["优秀线", "Excellent from"] required;
        good: Percent ["良好线", "Good from"] required;
        pass: Percent ["合格线", "Pass from"] required;
        document: Text ["依据文件", "Source document"];
        previous: FormRef ["上一版本", "Version before"] kept;
        retired: NaiveDate ["停用日期", "Retired on"] column kept;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// One evaluation by a form.
    Evaluation = "evaluation" ["评价", "Evaluation"; "评价", "Evaluations"] title partner {
        partner: PartnerRef ["被评单位", "Partner"] required column;
        unit: UnitRef ["评价单位", "Unit"] required column;
        form: FormRef ["评价表", "Form"] required column;
        year: Year ["年度", "Year"] required column;
        date: NaiveDate ["评价日期", "Date"] column;
        evaluator: Text ["评价人", "Evaluated by"];
        scores: Scores ["得分", "Scores"];
        state: Choice<EvaluationState> ["状态", "State"] column kept;
        total: Percent ["总分", "Total"] column kept;
        grade: Choice<Grade> ["等次", "Grade"] column kept;
        reason: Text ["重新评价的原因", "Why it was reopened"] kept;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// What somebody says to an evaluation, and the reply.
    Comment = "comment" ["评议意见", "Comment"; "评议意见", "Comments"] title what {
        what: Text ["意见", "Comment"] required column;
        evaluation: EvaluationRef ["评价", "Evaluation"] required column;
        voice: Choice<Voice> ["来自", "From"] required column;
        date: NaiveDate ["日期", "Date"] required column;
        by: Text ["评议人", "By"];
        reply: Note ["回复", "Reply"] column kept;
        replied: NaiveDate ["回复日期", "Replied on"] kept;
        replied_by: Text ["回复人", "Replied by"] kept;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A selection for an award.
    Selection = "selection" ["评先推优", "Selection"; "评先推优", "Selections"] title name, rules [
        Rule::OneOf(&["partner", "org"]),
    ] {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        award: Choice<Award> ["荣誉", "Award"] required column;
        year: Year ["年度", "Year"] required column;
        partner: PartnerRef ["单位", "Partner"] column;
        org: PartyOrgRef ["党组织", "Party organisation"];
        evaluation: EvaluationRef ["依据的评价", "Evaluation it rests on"];
        state: Choice<SelectionState> ["状态", "State"] column kept;
        shown: NaiveDate ["公示日期", "Shown on"] kept;
        decided: NaiveDate ["决定日期", "Decided on"] kept;
        document: Text ["决定文号", "Document of the decision"] kept;
        note: Note ["备注", "Note"];
    }
}
