//! Volunteer service: who, in which team, what they did, and how it became known.

use chrono::NaiveDate;

use crate::model::macros::{choices, record};
use crate::model::quantity::{
    ActivityRef, Count, Decimal, MemberRef, NeedRef, Note, PartnerRef, Phone, PlaceRef, TeamRef, Text, UnitRef, Year,
};
use crate::model::{Choice, Choices, Rule};

choices! {
    /// What volunteers do.
    ServiceField {
        Elderly = "elderly" ["为老服务", "For the elderly"],
        Children = "children" ["青少年", "For the young"],
        Disabled = "disabled" ["助残", "For the disabled"],
        Environment = "environment" ["环境保护", "Environment"],
        Security = "security" ["治安巡逻", "Public security"],
        Mediation = "mediation" ["矛盾调解", "Mediation"],
        Culture = "culture" ["文化体育", "Culture and sports"],
        Health = "health" ["医疗健康", "Health"],
        Law = "law" ["法律援助", "Legal aid"],
        Learning = "learning" ["科普教育", "Learning"],
        Emergency = "emergency" ["应急救援", "Emergencies"],
        Other = "other" ["其他", "Other"],
    }
}

choices! {
    /// How something is made known.
    Medium {
        Board = "board" ["宣传栏", "Notice board"],
        Leaflet = "leaflet" ["宣传单", "Leaflet"],
        Meeting = "meeting" ["会议宣讲", "At a meeting"],
        Visit = "visit" ["入户宣传", "Door to door"],
        Online = "online" ["网络平台", "Online"],
        Broadcast = "broadcast" ["广播电视", "Broadcast"],
        Press = "press" ["报刊", "Press"],
        Other = "other" ["其他", "Other"],
    }
}

record! {
    /// A person who serves without pay.
    Volunteer = "volunteer" ["志愿者", "Volunteer"; "志愿者", "Volunteers"] title name, rules [
        Rule::NotBefore { field: "left", than: "registered" },
    ] {
        name: Text ["姓名", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column dated;
        team: TeamRef ["队伍", "Team"] column;
        member: MemberRef ["报到党员", "Reporting member"];
        registered: NaiveDate ["注册日期", "Registered on"] column;
        born_year: Year ["出生年份", "Birth year"];
        skills: Text ["特长", "Skills"];
        fields: Choices<ServiceField> ["服务意向", "What they would do"] column;
        left: NaiveDate ["退出日期", "Left on"];
        phone: Phone ["电话", "Phone"] restricted;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A team of volunteers.
    Team = "team" ["志愿队伍", "Team"; "志愿队伍", "Teams"] title name {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column dated;
        leader: Text ["负责人", "Leader"] column;
        field: Choice<ServiceField> ["服务领域", "Field"] column;
        founded: NaiveDate ["成立日期", "Founded on"] column;
        rules: Text ["章程或制度文号", "Document of its rules"] column;
        dissolved: NaiveDate ["解散日期", "Dissolved on"];
        note: Note ["备注", "Note"];
    }
}

record! {
    /// Something that volunteers did.
    Activity = "activity" ["志愿活动", "Activity"; "志愿活动", "Activities"] title name {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        date: NaiveDate ["日期", "Date"] required column;
        field: Choice<ServiceField> ["服务领域", "Field"] required column;
        team: TeamRef ["队伍", "Team"] column;
        volunteers: Count ["参加人数", "Volunteers"] column;
        hours: Decimal ["服务总时长（小时）", "Hours of all together"] column;
        served: Count ["受益人数", "People served"];
        place: PlaceRef ["场所", "Place"];
        partner: PartnerRef ["参与单位", "Partner"];
        need: NeedRef ["对应需求", "Need it answers"];
        evidence: Text ["佐证", "Evidence"];
        note: Note ["备注", "Note"];
    }
}

record! {
    /// Something that was made known.
    Publicity = "publicity" ["宣传", "Publicity"; "宣传", "Publicity"] title name {
        name: Text ["标题", "Title"] required column;
        unit: UnitRef ["单位", "Unit"] required column;
        date: NaiveDate ["日期", "Date"] required column;
        medium: Choice<Medium> ["渠道", "Channel"] required column;
        activity: ActivityRef ["宣传的活动", "Activity"] column;
        reach: Count ["受众人数", "People reached"] column;
        evidence: Text ["链接或佐证", "Link or evidence"];
        note: Note ["备注", "Note"];
    }
}
