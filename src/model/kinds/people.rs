//! 有人管事: the people who work in a community.

use chrono::{Datelike, NaiveDate};

use crate::model::field::{FieldSource, Problem, ProblemAt};
use crate::model::id::RecordId;
use crate::model::macros::{choices, record};
use crate::model::quantity::{Fen, Note, Phone, Text, UnitRef, Year};
use crate::model::{Choice, Choices};

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

record! {
    /// A person who works for a unit.
    Worker = "worker" ["工作人员", "Worker"; "工作人员", "Workers"] title name, check check_worker {
        name: Text ["姓名", "Name"] required column;
        unit: UnitRef ["所在单位", "Unit"] required column;
        role: Choice<Role> ["职务", "Role"] column;
        born_year: Year ["出生年份", "Birth year"] column;
        education: Choice<Education> ["学历", "Education"] column;
        certificate: Choice<Certificate> ["社工证书", "Certificate"];
        since: NaiveDate ["任职日期", "In post since"] column;
        promoted: NaiveDate ["最近晋升日期", "Last promoted"];
        left: NaiveDate ["离任日期", "Left on"];
        pay_channel: Choice<PayChannel> ["报酬渠道", "Pay channel"];
        insurance: Choices<Insurance> ["社会保险", "Social insurance"];
        phone: Phone ["电话", "Phone"] restricted;
        born: NaiveDate ["出生日期", "Birth date"] restricted;
        pay: Fen ["月工资（元）", "Monthly pay (yuan)"] restricted;
        allowance: Fen ["月生活补贴（元）", "Monthly living allowance (yuan)"] restricted;
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
