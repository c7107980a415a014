//! Words of sheets: how they are compared, and what offices call the fields.
//!
//! A word here is only a proposal: which column fills which field is shown, and changed where it is wrong.

use crate::model::{FieldSpec, Input, KindSpec, Unit};

/// A text as it is compared: full-width letters and digits as ASCII, in lower case, without spaces and signs.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().filter_map(folded).collect()
}

/// Tells whether two texts are equal as they are compared.
#[must_use]
pub fn is_alike(left: &str, right: &str) -> bool {
    left.chars().filter_map(folded).eq(right.chars().filter_map(folded))
}

fn folded(c: char) -> Option<char> {
    let c = half_width(c);
    let is_sign = c.is_whitespace()
        || c.is_control()
        || (c.is_ascii_punctuation() && c != '%' && c != '+')
        || matches!(
            c,
            '，' | '。'
                | '、'
                | '；'
                | '：'
                | '？'
                | '！'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '（'
                | '）'
                | '《'
                | '》'
                | '【'
                | '】'
                | '〔'
                | '〕'
                | '—'
                | '…'
                | '·'
                | '￥'
                | '\u{3000}'
                | '※'
                | '★'
                | '☆'
                | '▲'
                | '●'
                | '\u{feff}'
                | '\u{200b}'
        );
    (!is_sign).then_some(c.to_ascii_lowercase())
}

/// A full-width letter, digit or sign as its ASCII form.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '−' => '-',
        _ => c,
    }
}

/// The title of a column without what stands in brackets, as it is compared.
#[must_use]
pub fn fold_title(title: &str) -> String {
    let mut depth = 0_usize;
    let outside = |c: &char| match half_width(*c) {
        '(' | '[' | '〔' | '【' => {
            depth += 1;
            false
        }
        ')' | ']' | '〕' | '】' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    };
    let short = fold(&title.chars().filter(outside).collect::<String>());
    if short.is_empty() { fold(title) } else { short }
}

/// What offices call a field, by the Chinese label that it has here; folded.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("姓名", &["名字", "人员姓名", "员工姓名", "党员姓名", "志愿者姓名", "fullname", "person"]),
    ("名称", &["全称"]),
    (
        "电话",
        &[
            "联系电话",
            "联系方式",
            "手机",
            "手机号",
            "手机号码",
            "电话号码",
            "联系号码",
            "移动电话",
            "固定电话",
            "tel",
            "mobile",
            "phonenumber",
            "telephone",
            "cell",
            "contact",
        ],
    ),
    ("出生年份", &["出生年月", "出生年", "生年", "yearofbirth", "birthyear", "born"]),
    ("出生日期", &["出生年月日", "生日", "dateofbirth", "birthday", "dob"]),
    ("职务", &["职位", "现任职务", "担任职务", "岗位职务", "职务名称", "position", "jobtitle"]),
    ("学历", &["文化程度", "教育程度", "最高学历", "学历层次", "degree"]),
    ("社工证书", &["社工证", "社工师证书", "职业资格", "资格证书", "持证情况", "证书"]),
    ("任职日期", &["入职日期", "到岗日期", "上岗日期", "上任日期", "聘用日期", "startdate", "since"]),
    ("离任日期", &["离职日期", "离岗日期", "卸任日期", "enddate"]),
    ("离任原因", &["离职原因", "离岗原因"]),
    ("月工资", &["工资", "月薪", "工资标准", "基本工资", "月报酬", "报酬", "salary", "pay", "wage"]),
    ("月生活补贴", &["生活补贴", "补贴", "补助", "津贴", "allowance"]),
    ("报酬渠道", &["工资渠道", "经费渠道", "工资来源"]),
    ("社会保险", &["社保", "参保情况", "保险", "参加社会保险情况", "五险"]),
    ("户数", &["居民户数", "总户数", "家庭户数", "辖区户数"]),
    ("常住人口", &["人口", "人口数", "总人口", "居民人数", "辖区人口", "population"]),
    ("统计用区划代码", &["区划代码", "行政区划代码", "统计代码", "单位代码", "社区代码", "代码", "code"]),
    ("层级", &["级别", "单位层级", "单位级别"]),
    ("上级单位", &["所属街道", "隶属街道", "所在街道", "上级", "隶属单位", "主管单位", "street", "parent"]),
    ("面积", &["建筑面积", "使用面积", "总面积", "房屋面积", "size"]),
    ("其中活动用房", &["活动用房", "活动用房面积", "活动面积"]),
    ("地址", &["详细地址", "所在地址", "位置", "住址", "地点", "坐落"]),
    ("权属", &["产权", "产权性质", "房屋性质", "房屋来源", "用房性质"]),
    ("租借期间", &["租期", "租赁期限", "租赁期", "租用期限"]),
    ("年租金", &["租金", "房租"]),
    ("备注", &["说明", "备考", "附注", "其他说明", "remark", "remarks", "comments", "notes"]),
    ("日期", &["发生日期", "记账日期", "登记日期", "day"]),
    ("金额", &["款额", "数额", "收支金额", "发生额", "sum", "money"]),
    ("凭证文号", &["凭证号", "凭证编号", "票据号", "文号"]),
    ("年度", &["年份", "所属年度", "fiscalyear"]),
    ("来源", &["资金来源", "经费来源"]),
    ("用途", &["资金用途", "经费用途", "项目用途"]),
    ("类别", &["类型", "种类", "性质", "分类", "type", "category"]),
    ("标题", &["题目", "主题"]),
    ("内容", &["主要内容", "具体内容", "description"]),
    ("人数", &["参加人数", "总人数"]),
    ("党员数", &["党员人数", "党员总数"]),
    ("服务小时", &["服务时长", "时长", "小时数"]),
    ("服务总时长", &["服务时长", "时长", "累计时长", "小时数"]),
    ("特长", &["专长", "技能", "skill"]),
    ("组织关系所在支部", &["所在支部", "所属支部", "党支部", "组织关系"]),
    ("报到日期", &["双报到日期", "登记日期"]),
    ("人员", &["姓名", "参训人员", "学员"]),
    ("课程", &["培训课程", "培训名称", "培训内容", "课程名称"]),
    ("成立日期", &["成立年月", "组建日期"]),
    ("书记或负责人", &["书记", "负责人", "支部书记"]),
];

/// What offices call the unit that something belongs to, where the kind has one.
const UNITS: &[&str] = &[
    "单位",
    "单位名称",
    "社区",
    "社区名称",
    "所属社区",
    "所在社区",
    "所属单位",
    "所在单位",
    "工作单位",
    "社区居委会",
    "村居",
    "村社区",
    "unit",
    "unitname",
    "community",
    "office",
];

/// Titles of columns that sheets often have and no record takes: they help to find the heading.
const OTHERS: &[&str] = &[
    "序号",
    "编号",
    "序",
    "性别",
    "民族",
    "年龄",
    "籍贯",
    "政治面貌",
    "婚姻状况",
    "健康状况",
    "照片",
    "签名",
    "专业",
    "毕业院校",
    "id",
    "no",
    "sex",
    "gender",
    "age",
    "nation",
    "signature",
];

/// What columns of identity numbers are called.
const IDENTITIES: &[&str] = &[
    "身份证",
    "证件号",
    "公民身份号码",
    "idcard",
    "idnumber",
    "identitynumber",
    "identitycard",
    "nationalid",
    "passport",
    "护照",
];

/// Tells whether a column holds identity numbers, by its title.
#[must_use]
pub fn is_identity_title(title: &str) -> bool {
    let title = fold(title);
    IDENTITIES.iter().any(|word| title.contains(word))
}

/// Tells whether a text is an identity number: seventeen digits with a day of birth in them, and the check digit of
/// GB 11643 after them.
#[must_use]
pub fn is_identity(text: &str) -> bool {
    let text: Vec<u8> = text.trim().chars().map(half_width).filter_map(|c| u8::try_from(c).ok()).collect();
    let [digits @ .., check] = text.as_slice() else { return false };
    if digits.len() != 17 || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let number = |from: usize, to: usize| digits[from..to].iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0'));
    let is_day = (1900..=2099).contains(&number(6, 10))
        && (1..=12).contains(&number(10, 12))
        && (1..=31).contains(&number(12, 14));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.iter().zip(weights).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    is_day && b"10X98765432"[(sum % 11) as usize] == check.to_ascii_uppercase()
}

/// Tells whether a field can be filled from a sheet: steps fill some, and rows of cells fit into no cell.
#[must_use]
pub fn is_fillable(field: &FieldSpec) -> bool {
    !field.kept && !matches!(field.input, Input::Rows(_))
}

/// What the fields of a kind are called, folded once: titles are looked up in it again and again.
pub struct Vocabulary {
    /// The kind.
    pub spec: &'static KindSpec,
    /// Its fields that can be filled, in their order.
    fields: Vec<Called>,
    /// What the kind itself is called, in Chinese, in the singular and the plural.
    kinds: [String; 2],
    /// What the kind itself is called, in English.
    english: String,
}

/// What a field is called, folded.
struct Called {
    field: &'static FieldSpec,
    /// By its labels, and its name in files.
    labels: [String; 3],
    /// By its labels without what stands in brackets.
    shorts: [String; 2],
    /// By offices.
    synonyms: Vec<&'static str>,
}

impl Called {
    fn of(field: &'static FieldSpec) -> Self {
        let shorts = [fold_title(field.label.zh), fold_title(field.label.en)];
        let synonyms = SYNONYMS.iter().filter(|(label, _)| *label == shorts[0]).flat_map(|(_, words)| *words);
        Self {
            field,
            labels: [field.label.zh, field.label.en, field.name].map(fold),
            synonyms: synonyms.copied().collect(),
            shorts,
        }
    }
}

impl Vocabulary {
    /// The words of a kind.
    #[must_use]
    pub fn of(spec: &'static KindSpec) -> Self {
        Self {
            spec,
            fields: spec.fields.iter().filter(|field| is_fillable(field)).map(Called::of).collect(),
            kinds: [spec.label.zh, spec.plural.zh].map(fold),
            english: fold(spec.label.en),
        }
    }

    /// The field that a title names, if one does: by its label in either language, by its name in files, or by what
    /// offices call it. Where two fields have one label, a second title of that name means the second of them.
    #[must_use]
    pub fn field_of(&self, title: &str, taken: &[&str]) -> Option<&'static FieldSpec> {
        let whole = fold(title);
        let short = fold_title(title);
        if short.is_empty() {
            return None;
        }
        let by = |is: &dyn Fn(&Called) -> bool| self.fields.iter().find(|called| is(called)).map(|called| called.field);
        let is_whole = |called: &Called| called.labels.contains(&whole);
        // What is called a time by many is a day here.
        let as_day =
            short.strip_suffix("时间").or_else(|| short.strip_suffix("年月")).map(|stem| format!("{stem}日期"));
        let is_day = |called: &Called| matches!(called.field.input, Input::Date);
        by(&|called| is_whole(called) && !taken.contains(&called.field.name))
            .or_else(|| by(&is_whole))
            .or_else(|| by(&|called| called.shorts.contains(&short)))
            .or_else(|| by(&|called| called.synonyms.contains(&short.as_str())))
            .or_else(|| self.title_of(&short))
            .or_else(|| {
                // In a list of units the unit is what the line is about.
                let is_units = self.spec.kind == Unit::KIND;
                let field = if is_units { self.spec.field(self.spec.title) } else { unit_of(self.spec) };
                field.filter(|_| UNITS.contains(&short.as_str()))
            })
            .or_else(|| {
                let day = as_day.as_deref()?;
                let is_called =
                    |called: &Called| called.shorts.iter().any(|label| label == day) || called.synonyms.contains(&day);
                by(&|called| is_day(called) && is_called(called))
            })
    }

    /// The field by which records are known, where a title calls it by the kind: "场所名称" for the name of a place.
    fn title_of(&self, title: &str) -> Option<&'static FieldSpec> {
        let field = self.spec.field(self.spec.title).filter(|field| is_fillable(field))?;
        let ends = ["名称", "名", "姓名"];
        let is_called =
            |kind: &String| ends.iter().any(|end| title.strip_suffix(end) == Some(kind.as_str())) || title == kind;
        let is_english = title == self.english || title.strip_suffix("name") == Some(self.english.as_str());
        (self.kinds.iter().any(is_called) || is_english).then_some(field)
    }
}

/// The field that names the unit a record belongs to; of a unit the one above it.
#[must_use]
pub fn unit_of(spec: &KindSpec) -> Option<&'static FieldSpec> {
    spec.field("unit").or_else(|| spec.field("parent")).filter(|field| field.input == Input::Ref("unit"))
}

/// Tells whether a title is one that sheets often have, whatever they are about.
#[must_use]
pub fn is_common(title: &str) -> bool {
    OTHERS.contains(&fold_title(title).as_str()) || is_identity_title(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_offices_are_folded() {
        let synonyms = SYNONYMS.iter().flat_map(|(label, words)| [*label].into_iter().chain(words.iter().copied()));
        for word in
            synonyms.chain(UNITS.iter().copied()).chain(OTHERS.iter().copied()).chain(IDENTITIES.iter().copied())
        {
            assert_eq!(fold(word), word);
        }
    }
}
