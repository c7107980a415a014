//! What the rules are called, apart from the rules: a record's page names a finding and needs no rule for that.

use crate::model::macros::choices;

choices! {
    /// What a diagnosis finds lacking: the names of the rules.
    Lack {
        PostsUnfilled = "people.posts_unfilled" ["岗位空缺", "Posts unfilled"],
        FewWorkers = "people.few_workers" ["工作人员不足", "Too few workers"],
        NoSuccessor = "people.no_successor" ["后继乏人", "Nobody follows who retires"],
        Ageing = "people.ageing" ["队伍老化", "Ageing workers"],
        LowEducation = "people.low_education" ["学历偏低", "Low education"],
        NoCertificate = "people.no_certificate" ["没有持证社工", "No certified social worker"],
        Untrained = "people.untrained" ["缺少培训", "Workers untrained"],
        Uninsured = "people.uninsured" ["保险不全", "Workers uninsured"],
        Unpaid = "people.unpaid" ["没有报酬", "Workers unpaid"],
        PayBelow = "people.pay_below" ["待遇低于标准", "Pay below the standard"],
        Gap = "money.gap" ["经费缺口", "Funding gap"],
        NoPlan = "money.no_plan" ["没有经费计划", "No funds planned"],
        NothingReceived = "money.nothing_received" ["经费没有到位", "Nothing received"],
        TasksUnfunded = "money.tasks_unfunded" ["任务没有经费", "Tasks without money"],
        OneSource = "money.one_source" ["来源单一", "One source of money"],
        RequestsUnanswered = "money.requests_unanswered" ["申请没有答复", "Requests unanswered"],
        NoOffice = "places.no_office" ["没有办公用房", "No office"],
        Renting = "places.renting" ["租用办公用房", "Office rented"],
        LeaseEnded = "places.lease_ended" ["租期已满", "Lease ended"],
        LeaseEnding = "places.lease_ending" ["租期将满", "Lease ending"],
        OfficeSmall = "places.office_small" ["办公用房面积不足", "Office too small"],
        AreaShort = "places.area_short" ["每百户面积不足", "Too little area per 100 households"],
        SingleUse = "places.single_use" ["场所功能单一", "Places of single use"],
        NoStreetCentre = "places.no_street_centre" ["没有街道服务中心", "No street service centre"],
        TenureUnknown = "places.tenure_unknown" ["办公用房权属不明", "Tenure of the office unknown"],
        NoAgreement = "network.no_agreement" ["没有共建协议", "Partners without agreement"],
        NoLiaison = "network.no_liaison" ["没有联络员", "Partners without liaison officer"],
        FewMeetings = "network.few_meetings" ["联席会议次数不足", "Too few joint meetings"],
        ActionsOverdue = "network.actions_overdue" ["落实事项逾期", "Actions overdue"],
        PledgesOverdue = "network.pledges_overdue" ["承诺逾期", "Pledges overdue"],
        OneHotOneCold = "network.one_hot_one_cold" ["一头热、一头冷", "One hot, one cold"],
        Unevaluated = "network.unevaluated" ["没有共建评价", "Partners not evaluated"],
        CommentsUnanswered = "network.comments_unanswered" ["评议没有回复", "Comments without reply"],
        Uncovered = "coverage.uncovered" ["组织没有覆盖", "Sites not covered"],
        FewVolunteers = "service.few_volunteers" ["志愿者不足", "Too few volunteers"],
        NoActivity = "service.no_activity" ["没有志愿活动", "No volunteer activity"],
        NeedsLate = "service.needs_late" ["需求超期", "Needs open too long"],
        PopulationUnknown = "data.population_unknown" ["人口或户数未填", "Population not stated"],
    }
}
