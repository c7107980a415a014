//! 有人管事: the people who work in a community.

use chrono::{Datelike, NaiveDate};

use crate::model::field::{FieldSource, Problem, ProblemAt};
use crate::model::id::RecordId;
use crate::model::macros::{choices, record};
use crate::model::quantity::{
    Count, Decimal, Fen, Note, PartnerRef, PartyOrgRef, Phone, PostRef, Text, UnitRef, WorkerRef, Year,
};
use crate::model::{Choice, Choices, Rule};

choices! {
    /// What a worker does.
    Role {
        Secretary = "secretary" ["党组织书记", "Party secretary"],
        Director = "director" ["居委会主任", "Committee director"],
        Both = "secretary_and_director" ["书记兼主任", "Secretary and director"],
        Deputy = "deputy" ["副职", "Deputy"],
        Member = "member" ["委员", "Committee member"],
        Grid = "grid_worker" ["网格员", "Grid worker"],
        Special = "community_worker" ["专职工作者", "Full-time worker"],
        PublicPost = "public_post" ["公益性岗位", "Public-welfare post"],
    }
}

choices! {
    /// The highest education completed.
    Education {
        Primary = "primary" ["小学", "Primary school"],
        Junior = "junior_secondary" ["初中", "Junior secondary"],
        Senior = "senior_secondary" ["高中或中专", "Senior or vocational secondary"],
        College = "college" ["大专", "College diploma"],
        Bachelor = "bachelor" ["本科", "Bachelor"],
        Master = "postgraduate" ["研究生", "Postgraduate"],
    }
}

choices! {
    /// The social worker's professional qualification.
    Certificate {
        None = "none" ["无", "None"],
        Assistant = "assistant_social_worker" ["助理社会工作师", "Assistant social worker"],
        Social = "social_worker" ["社会工作师", "Social worker"],
        Senior = "senior_social_worker" ["高级社会工作师", "Senior social worker"],
    }
}

choices! {
    /// Where the pay comes from.
    PayChannel {
        Fiscal = "fiscal" ["财政统一拨付", "Unified fiscal allocation"],
        PublicPost = "public_post" ["公益性岗位补贴", "Public-post subsidy"],
        Street = "street" ["街道自筹", "Street funds"],
        Community = "community" ["社区自筹", "Community funds"],
        Unpaid = "unpaid" ["无报酬", "Unpaid"],
    }
}

choices! {
    /// Social insurance a worker is covered by.
    Insurance {
        Endowment = "endowment" ["养老", "Endowment"],
        Medical = "medical" ["医疗", "Medical"],
        Unemployment = "unemployment" ["失业", "Unemployment"],
        Injury = "injury" ["工伤", "Work injury"],
        Maternity = "maternity" ["生育", "Maternity"],
    }
}

choices! {
    /// Why a worker left.
    Leaving {
        Retired = "retired" ["退休", "Retired"],
        Resigned = "resigned" ["辞职", "Resigned"],
        Transferred = "transferred" ["调离", "Transferred"],
        Promoted = "promoted" ["提拔使用", "Promoted elsewhere"],
        TermEnded = "term_ended" ["任期届满", "Term ended"],
        Other = "other" ["其他", "Other"],
    }
}

choices! {
    /// By which way people come to the work.
    Channel {
        Open = "open_recruitment" ["公开招考", "Open recruitment"],
        Graduate = "graduate" ["高校毕业生", "University graduate"],
        Veteran = "veteran" ["退役军人", "Veteran"],
        SentDown = "sent_down" ["机关选派", "Sent by an office"],
        Laid = "laid_off" ["下岗再就业", "Re-employed"],
        Internal = "internal" ["内部选拔", "From within"],
        Volunteer = "volunteer" ["志愿者骨干", "From among volunteers"],
        Other = "other" ["其他", "Other"],
    }
}

choices! {
    /// How far a candidate is.
    CandidateState {
        Proposed = "proposed" ["储备", "Proposed"],
        Shortlisted = "shortlisted" ["考察", "Shortlisted"],
        Appointed = "appointed" ["已任用", "Appointed"],
        Withdrawn = "withdrawn" ["退出", "Withdrawn"],
        Rejected = "rejected" ["未通过", "Not taken"],
    }
}

choices! {
    /// What a training is about.
    Topic {
        Party = "party_work" ["党务", "Party work"],
        Social = "social_work" ["社会工作", "Social work"],
        Law = "law" ["法律法规", "Law"],
        Mediation = "mediation" ["矛盾调解", "Mediation"],
        Office = "office_skills" ["办公技能", "Office skills"],
        Leading = "leading" ["组织管理", "Leading"],
        Other = "other" ["其他", "Other"],
    }
}

record! {
    /// A post that a unit may fill so many times.
    Post = "post" ["岗位", "Post"; "岗位", "Posts"] title name, rules [
        Rule::NotBefore { field: "until", than: "since" },
    ] {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column dated;
        role: Choice<Role> ["职务", "Role"] column;
        quota: Count ["编制数", "Quota"] required column;
        document: Text ["编制文号", "Document of the quota"] column;
        since: NaiveDate ["设立日期", "Since"];
        until: NaiveDate ["撤销日期", "Until"];
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A person who works for a unit.
    Worker = "worker" ["工作人员", "Worker"; "工作人员", "Workers"] title name, check check_worker, rules [
        Rule::NotBefore { field: "left", than: "since" },
        Rule::NotBefore { field: "promoted", than: "since" },
        Rule::Needed { field: "left", because: "leaving", values: &[] },
    ] {
        name: Text ["姓名", "Name"] required column;
        unit: UnitRef ["所在单位", "Unit"] required column dated;
        post: PostRef ["岗位", "Post"];
        role: Choice<Role> ["职务", "Role"] column;
        born_year: Year ["出生年份", "Birth year"] column;
        education: Choice<Education> ["学历", "Education"] column;
        certificate: Choice<Certificate> ["社工证书", "Certificate"];
        since: NaiveDate ["任职日期", "In post since"] column;
        promoted: NaiveDate ["最近晋升日期", "Last promoted"];
        left: NaiveDate ["离任日期", "Left on"];
        leaving: Choice<Leaving> ["离任原因", "Why they left"];
        rank: Text ["职级", "Grade"];
        pay_channel: Choice<PayChannel> ["报酬渠道", "Pay channel"];
        insurance: Choices<Insurance> ["社会保险", "Social insurance"];
        phone: Phone ["电话", "Phone"] restricted;
        born: NaiveDate ["出生日期", "Birth date"] restricted;
        pay: Fen ["月工资（元）", "Monthly pay (yuan)"] restricted;
        allowance: Fen ["月生活补贴（元）", "Monthly living allowance (yuan)"] restricted;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A training that a worker took.
    Training = "training" ["培训", "Training"; "培训", "Training"] title course {
        course: Text ["课程", "Course"] required column;
        worker: WorkerRef ["人员", "Worker"] required column;
        date: NaiveDate ["日期", "Date"] required column;
        topic: Choice<Topic> ["主题", "Topic"] column;
        hours: Decimal ["学时", "Hours"] column;
        organiser: Text ["主办方", "Organiser"];
        passed: bool ["是否合格", "Passed"];
        certificate: Text ["证书编号", "Certificate number"];
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A person who may fill a post.
    Candidate = "candidate" ["后备人选", "Candidate"; "后备人选", "Candidates"] title name {
        name: Text ["姓名", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        post: PostRef ["拟任岗位", "Post"] column;
        channel: Choice<Channel> ["来源渠道", "Channel"] column;
        born_year: Year ["出生年份", "Birth year"];
        education: Choice<Education> ["学历", "Education"];
        proposed: NaiveDate ["推荐日期", "Proposed on"];
        state: Choice<CandidateState> ["状态", "State"] column kept;
        assessment: Note ["考察意见", "Assessment"] kept;
        decided: NaiveDate ["决定日期", "Decided on"] kept;
        worker: WorkerRef ["任用后的人员", "Worker they became"] kept;
        phone: Phone ["电话", "Phone"] restricted;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A party member who reports in to the community where they live.
    Member = "member" ["报到党员", "Reporting member"; "报到党员", "Reporting members"] title name, rules [
        Rule::NotBefore { field: "left", than: "reported" },
        Rule::Needed { field: "claimed", because: "claimed_on", values: &[] },
    ] {
        name: Text ["姓名", "Name"] required column;
        unit: UnitRef ["报到社区", "Community"] required column dated;
        reported: NaiveDate ["报到日期", "Reported in on"] required column;
        partner: PartnerRef ["所在单位", "Unit they come from"] column;
        home_org: Text ["组织关系所在支部", "Branch they belong to"];
        org: PartyOrgRef ["编入党小组", "Group they joined here"];
        skills: Text ["特长", "Skills"];
        claimed: Text ["认领岗位或服务", "What they claimed"] column;
        claimed_on: NaiveDate ["认领日期", "Claimed on"];
        hours: Decimal ["服务小时", "Hours served"] column;
        born_year: Year ["出生年份", "Birth year"];
        left: NaiveDate ["转出日期", "Left on"];
        phone: Phone ["电话", "Phone"] restricted;
        born: NaiveDate ["出生日期", "Birth date"] restricted;
        note: Note ["备注", "Note"];
    }
}

fn check_worker(_id: RecordId, source: &dyn FieldSource) -> Vec<ProblemAt> {
    let worker = Worker::read(source);
    match (worker.born_year.known(), worker.born.known()) {
        (Some(year), Some(day)) if year.0 != day.year() => {
            vec![ProblemAt { field: "born_year", problem: Problem::BirthDisagrees }]
        }
        _ => Vec::new(),
    }
}
