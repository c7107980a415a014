//! Party organisations and the sites they cover.

use chrono::NaiveDate;

use crate::model::macros::{choices, record};
use crate::model::quantity::{Count, Note, PartyOrgRef, Phone, Text, UnitRef};
use crate::model::{Choice, Rule};

choices! {
    /// A party organisation's level.
    OrgLevel {
        Committee = "committee" ["党委", "Committee"],
        GeneralBranch = "general_branch" ["党总支", "General branch"],
        Branch = "branch" ["党支部", "Branch"],
        Group = "group" ["楼栋党小组", "Group in a building"],
        Household = "household" ["党员中心户", "Members' household"],
    }
}

choices! {
    /// Where a party organisation is built.
    OrgField {
        Community = "community" ["居民区", "Residential area"],
        Building = "building" ["楼宇支部", "Building branch"],
        Street = "street" ["街区支部", "Street branch"],
        Park = "park" ["园区支部", "Park branch"],
        Market = "market" ["商圈市场支部", "Business market branch"],
        TwoNew = "two_new" ["两新组织", "“Two new” organisation"],
        Unit = "unit" ["驻区单位", "Resident unit"],
    }
}

choices! {
    /// What a site is.
    SiteKind {
        Estate = "estate" ["居民小区", "Residential estate"],
        Block = "block" ["楼栋", "Residential building"],
        Office = "office_building" ["商务楼宇", "Office building"],
        Street = "street" ["商业街区", "Shopping street"],
        Park = "park" ["园区", "Park"],
        Market = "market" ["商圈市场", "Business market"],
        Enterprise = "new_economic" ["新经济组织", "New economic organisation"],
        Society = "new_social" ["新社会组织", "New social organisation"],
        Other = "other" ["其他", "Other"],
    }
}

record! {
    /// A party organisation: committee, general branch, branch, group or household.
    PartyOrg = "party_org" ["党组织", "Party organisation"; "党组织", "Party organisations"] title name, rules [
        Rule::NotBefore { field: "dissolved", than: "founded" },
    ] {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column dated;
        level: Choice<OrgLevel> ["层级", "Level"] required column;
        field: Choice<OrgField> ["领域", "Field"] column;
        parent: PartyOrgRef ["上级党组织", "Parent organisation"] column dated;
        secretary: Text ["书记或负责人", "Secretary"] column;
        members: Count ["党员数", "Members"] column;
        founded: NaiveDate ["成立日期", "Founded on"];
        dissolved: NaiveDate ["撤销日期", "Dissolved on"];
        elected: NaiveDate ["最近换届日期", "Last election"];
        demonstration: Text ["示范岗或责任区", "Demonstration of service"];
        phone: Phone ["电话", "Phone"] restricted;
        note: Note ["备注", "Note"];
    }
}

record! {
    /// A site that a party organisation is to cover.
    Site = "site" ["覆盖点", "Site"; "覆盖点", "Sites"] title name, rules [
        Rule::Needed { field: "org", because: "covered", values: &[] },
    ] {
        name: Text ["名称", "Name"] required column;
        unit: UnitRef ["单位", "Unit"] required column dated;
        kind_of_site: Choice<SiteKind> ["类别", "Kind of site"] required column;
        address: Text ["地址", "Address"];
        people: Count ["人数", "People"];
        members: Count ["党员数", "Party members"] column;
        eligible: bool ["具备组建条件", "Eligible"] column;
        org: PartyOrgRef ["覆盖的党组织", "Organisation that covers it"] column;
        covered: NaiveDate ["覆盖日期", "Covered since"];
        note: Note ["备注", "Note"];
    }
}
