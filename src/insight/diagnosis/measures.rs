//! The report's measures, in short words: what answers what is lacking.

use crate::insight::indicator::label;
use crate::model::Label;

pub const CHANNELS: Label = label("拓宽渠道，建强工作队伍", "Wider channels for talents, a stronger team");
pub const QUALITY: Label = label("抓队伍建设，提高素质和本领", "Build a team of good quality and ability");
pub const PAY: Label = label(
    "工资和生活补贴纳入财政统一拨付，解决医疗、养老保险",
    "Wages and allowances in the unified fiscal allocation; medical and endowment insurance",
);
pub const FUNDS: Label = label(
    "落实经费保障，明确渠道和办法，专项经费优先列支",
    "Secure the funds, make channels clear, special funds first",
);
pub const FEE_FOLLOWS: Label = label("权随责走、费随事转", "Powers follow duties, money follows the task");
pub const MANY_SOURCES: Label = label(
    "专项经费、党费、单位管理费等多渠道筹措，发展社区服务业",
    "Several sources: special funds, party dues, management fees, community services",
);
pub const OFFICE: Label =
    label("专项资金帮助没有自有办公用房的社区", "Special funds for communities without an office of their own");
pub const RESERVE: Label = label(
    "新区开发、旧城改造按标准预留，同步建设",
    "Reserve space by the standard in new districts and renewal, build it at the same time",
);
pub const MANY_USES: Label =
    label("提高综合利用率，一处多用", "Better use of what there is, several functions in one place");
pub const CENTRES: Label = label("加强服务中心建设，完善服务设施", "Build service centres, improve the facilities");
pub const DUTY: Label = label(
    "增强驻区单位共建责任意识，资源共享、优势互补",
    "Units feel responsible: resources shared, advantages complementary",
);
pub const MECHANISM: Label =
    label("健全联络员、联席会议和情况通报制度", "Liaison officers, regular joint meetings, exchange of information");
pub const EVALUATE: Label =
    label("建立共建评价制度，听取社区评议", "A standardised evaluation of joint work; the community comments");
pub const COVER: Label = label("拓展组织覆盖，横向到边", "Widen the coverage of party organisations, side to side");
pub const SERVE: Label =
    label("深入调查居民需求，完善服务体系", "Study what residents need, improve the service system");
pub const VOLUNTEER: Label = label(
    "党员示范带动，加大宣传，志愿服务制度化",
    "Members show the way, more publicity, volunteer service as an institution",
);
pub const KNOW: Label = label("深入调查，摸清底数", "Study the situation, know the numbers");
