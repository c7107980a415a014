//! The texts of the interface: one line each, Chinese and English side by side.

use crate::model::Label;

macro_rules! messages {
    ($($name:ident: $zh:literal, $en:literal;)+) => {
        /// A text of the interface: where it stands, and not a number in a table of all, so that each part of the program
        /// holds the texts it shows and no others.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Message(&'static Label);

        #[allow(non_upper_case_globals, reason = "they are named like the variants of an enumeration")]
        impl Message {
            $(#[doc = $en] pub const $name: Self = Self(&Label { zh: $zh, en: $en });)+
        }

        /// All texts, so that tests can look at each.
        pub const ALL: &[Message] = &[$(Message::$name,)+];
    };
}

impl Message {
    /// The text in both languages.
    #[must_use]
    pub const fn label(self) -> Label {
        *self.0
    }
}

messages! {
    // The shell.
    Product: "三有社区台账", "Sanyou record book";
    Seal: "三有", "三有";
    SkipToContent: "跳到正文", "Skip to content";
    MainNavigation: "主导航", "Main navigation";
    Overview: "总览", "Overview";
    PillarPeople: "有人管事", "People";
    PillarMoney: "有钱办事", "Money";
    PillarPlaces: "有场所议事", "Places";
    Units: "单位", "Units";
    Insight: "看懂数据", "Insight";
    Indicators: "指标", "Indicators";
    Compare: "比较", "Compare";
    Diagnosis: "诊断", "Diagnosis";
    Report: "工作报告", "Work report";
    Files: "收发文件", "Files";
    Conflicts: "冲突", "Conflicts";
    Settings: "设置", "Settings";
    More: "更多", "More";
    Language: "English", "中文";
    LanguageHint: "Switch to English", "切换为中文";
    OwnRecords: "本单位台账", "Own records";
    SampleCity: "样本城市", "Sample city";
    SampleBanner: "这是样本：人员与经费均为虚构，与自有数据分开存放。", "This is the sample: its people and funds are invented, and it is kept apart from your own records.";
    RemoveSample: "移除样本", "Remove the sample";
    BackToOwn: "回到本单位台账", "Back to own records";
    AllUnits: "全部单位", "All units";
    ChooseUnit: "选择单位", "Choose a unit";
    ChooseWorkspace: "选择台账", "Choose a record book";
    // Who works, and how well it is kept.
    Working: "操作人", "Working";
    Unnamed: "未署名", "No name yet";
    YourName: "姓名（记入每次修改）", "Your name (noted with every change)";
    UseName: "使用", "Use";
    NamesUsedHere: "本机用过的姓名", "Names used on this device";
    StateSaved: "已保存", "Saved";
    StateKept: "已留存，正在写入磁盘", "Kept, being written to disk";
    StateKeptOnly: "已留存（突然断电可能丢失最后一分钟）", "Kept (a crash may lose the last minute)";
    StateMemory: "仅在内存中", "In memory only";
    BackupNever: "从未备份", "never backed up";
    BackupBehind: "{} 处修改未备份", "{} changes not backed up";
    BackupDone: "已备份", "backed up";
    MemoryBanner: "此浏览器不允许本页存储数据：关闭页面后，未导出的内容会丢失。请在离开前导出文件，或换一种浏览方式。", "This browser does not let the page store data: what is not exported is lost when the page closes. Export a file before you leave, or use another browser mode.";
    OneHomeBanner: "浏览器的一处存储不可用，数据只存于另一处。请更常备份。", "One of the browser's two storages is not available; the data is kept in the other only. Back up more often.";
    DamagedBanner: "{} 段存储的数据已损坏，已原样留存、未当作空白。请导入最近的导出文件补齐。", "Damaged stored parts: {}. They are set aside untouched and not read as empty. Import your latest export to fill the gap.";
    MissingBanner: "{} 次保存缺失。请导入最近的导出文件补齐。", "Saves missing: {}. Import your latest export to fill the gap.";
    LostBanner: "浏览器清除了 IndexedDB：快照中的 {} 次保存不在本机了。请导入最近的导出文件补齐。", "The browser has emptied IndexedDB. Saves of the snapshot that are no longer on this device: {}. Import your latest export to bring them back.";
    ApartBanner: "现在读不到 IndexedDB：其中 {} 次保存暂时看不到，并未丢失。恢复后请重新打开页面。", "IndexedDB cannot be read now. Saves in it that are out of reach, not lost: {}. Reopen the page once it works again.";
    UnreadBanner: "浏览器的一处存储现在读不出来：可能有记录没有显示，但没有丢失。请重新打开页面。", "One of the browser's storages cannot be read now: records may be out of sight, not lost. Reopen the page.";
    EmptiedBanner: "浏览器发现 IndexedDB 损坏并已清空。另一处存储已补齐能补的；请导入最近的导出文件，核对是否齐全。", "The browser found IndexedDB damaged and emptied it. What the other storage holds was put back; import your latest export to be sure that all is here.";
    NewerBanner: "更新版本的三有已在此写入数据，本页只能查看和导出。请重新打开页面。", "A newer version of Sanyou has been writing here, so this page only reads and exports. Reload it.";
    LookBanner: "正在查看文件“{}”：不能修改，其中内容不会保存到本机。", "You are looking at the file “{}”: nothing can be changed, and nothing of it is kept here.";
    FullWarnBanner: "本地存储已用 {} %。", "Local storage is {} % full.";
    FullTightBanner: "本地存储已用 {} %，不再接收大批数据。请归档往年，或把快照只放在 IndexedDB。", "Local storage is {} % full and takes no large imports any more. Archive closed years, or keep snapshots in IndexedDB only.";
    Details: "查看与处理", "Details";
    Reload: "重新打开", "Reload";
    GoToImport: "去导入", "Import a file";
    // Beginning.
    WelcomeTitle: "从哪里开始？", "Where to begin?";
    WelcomeText: "三有在浏览器里运行，数据只存在这台设备上，不联网也能用。", "Sanyou runs in the browser. Its data stays on this device, and it works without a network.";
    BeginOwn: "登记本单位", "Enter your unit";
    BeginOwnText: "先登记一个社区、街道或城市，再添人员、经费和场所。", "Enter a community, street or city first, then its people, funds and places.";
    BeginSample: "看看样本城市", "Look at the sample city";
    BeginSampleText: "68 个社区，7 个租房办公。样本单独存放，一步移除。", "68 communities, 7 of them in rented offices. Kept apart, removed in one step.";
    BeginFile: "打开收到的文件", "Open a file you were sent";
    BeginFileText: "导入别人导出的 .json 文件，合并到本单位台账。", "Import a .json file that someone exported; it merges into your own records.";
    // Records.
    New: "新增{}", "New: {}";
    Edit: "修改", "Edit";
    Save: "保存", "Save";
    Saving: "正在保存", "Saving";
    Cancel: "取消", "Cancel";
    Delete: "删除", "Delete";
    DeleteSure: "确认删除“{}”？删除后可以恢复。", "Delete “{}”? It can be restored later.";
    DeleteYes: "删除", "Delete it";
    Restore: "恢复", "Restore";
    DeletedNote: "此记录已删除。恢复后才能修改。", "This record is deleted. Restore it to edit it.";
    ContestedNote: "一方删除了此记录，另一方同时作了修改。请决定去留。", "One side deleted this record while another edited it. Decide whether it stays.";
    KeepRecord: "保留记录", "Keep the record";
    IncompleteNote: "此记录的部分内容尚未收到，收齐后自动显示。", "Parts of this record have not arrived yet; it shows itself once they do.";
    NotHere: "这里没有这条记录。", "There is no such record here.";
    ChangedMeanwhile: "打开表单以后，“{}”被改为：{}（{}）", "While this form was open, “{}” was changed to: {} ({})";
    Withheld: "未提供", "withheld";
    WithheldHint: "来文未包含此项，不能在此修改。", "The file that brought this record left this field out; it cannot be edited here.";
    Restricted: "受限", "restricted";
    Reveal: "显示", "Reveal";
    Hidden: "••••", "••••";
    Required: "必填", "required";
    NotStated: "未填", "not stated";
    NoneOfThem: "无", "none";
    StatedNone: "已核实：无", "checked: none";
    Yes: "是", "yes";
    No: "否", "no";
    FromDay: "{} 起", "from {}";
    UntilDay: "至 {}", "until {}";
    FromLabel: "起", "From";
    ToLabel: "止", "To";
    ConflictHere: "有不同的值并存，请选定一个：", "Different values stand side by side; choose one:";
    UseThis: "用这个", "Use this";
    SavedAs: "已保存“{}”。", "Saved “{}”.";
    DeletedAs: "已删除“{}”。", "Deleted “{}”.";
    RestoredAs: "已恢复“{}”。", "Restored “{}”.";
    NothingChanged: "没有修改。", "Nothing was changed.";
    MendFields: "有 {} 处需要改正，尚未保存。", "{} fields need mending; nothing was saved yet.";
    Problems: "待核实", "To check";
    LastChanged: "最后修改：{}，{}", "Last changed: {}, {}";
    PointsHere: "引用此记录的：", "What points to this record:";
    DeleteUsed: "还有 {} 条记录引用它；它们不会被删除。", "{} records point to it; they stay.";
    UnknownRecord: "（尚未收到）", "(not here yet)";
    Untitled: "（无名）", "(untitled)";
    UnknownChoice: "{}（本版本不认识）", "{} (unknown to this version)";
    // Steps.
    Steps: "办理", "Steps";
    StepDone: "已办理：{}。", "Done: {}.";
    AddMore: "新增……", "Add…";
    StepMade: "同时建立：", "Made along with it:";
    StepsAfterSaving: "先保存修改，再继续办理。", "Save your edits first, then go on.";
    // What changes from a day on, and rows.
    DatedSince: "{} 起：{}", "From {}: {}";
    DatedRemove: "撤销这一条", "Take it back";
    DatedRemoved: "保存后撤销", "goes when you save";
    DatedLater: "自某日起变更", "Change from a day on";
    DatedDay: "自何日起", "From what day";
    DatedValue: "变更为", "What holds then";
    AddRow: "添加一行", "Add a row";
    RemoveRow: "删除第 {} 行", "Remove row {}";
    OfferRows: "列出评价表的项目", "List the form's criteria";
    OtherFields: "本版本不认识的字段（照原样保留）", "Fields this version does not know (kept as they are)";
    // Lists.
    Filter: "筛选", "Filter";
    FilterHint: "名称或任意文字", "a name or any text";
    ClearFilter: "清除条件", "Clear filters";
    ShownOf: "显示 {} 条，共 {} 条", "{} of {} shown";
    NoneYet: "还没有记录。", "Nothing here yet.";
    NoneMatch: "没有符合条件的记录。", "Nothing matches the filters.";
    Previous: "上一页", "Previous";
    Next: "下一页", "Next";
    PageOf: "第 {} / {} 页", "page {} of {}";
    SortBy: "按“{}”排序", "Sort by {}";
    // Overview.
    Figures: "三有", "The three haves";
    OverviewYear: "{} 年", "year {}";
    Households: "{} 户", "{} households";
    Residents: "{} 人", "{} residents";
    Communities: "{} 个社区", "{} communities";
    WorkersFigure: "名工作人员", "workers";
    PerCommunity: "平均每社区 {} 人", "{} per community";
    MedianAge: "年龄中位数 {} 岁", "median age {}";
    ShareOld: "50 岁及以上 {}", "{} aged 50 or over";
    ShareYoung: "35 岁及以下 {}", "{} aged 35 or under";
    ShareCollege: "大专及以上 {}", "{} with a college diploma or above";
    ShareInsured: "养老医疗参保 {}", "{} insured (endowment and medical)";
    GapFigure: "万元缺口", "k yuan short";
    NoGapFigure: "经费缺口", "fund gap";
    NeedOf: "需求 {} 万元", "need {} k yuan";
    ReceivedOf: "到位 {} 万元", "received {} k yuan";
    ReceivedShare: "到位率 {}", "{} of plan received";
    SpentShare: "支出率 {}", "{} of receipts spent";
    RentingFigure: "个社区租房办公", "rent their office";
    OutOf: "/ {}", "of {}";
    RentingShare: "租用率 {}", "{} renting";
    TenureUnstated: "{} 个未说明权属", "tenure not stated for {}";
    LeasesEnding: "{} 份租约 180 天内到期", "{} leases end within 180 days";
    AreaPer100: "每百户 {} m²", "{} m² per 100 households";
    FacilitiesTitle: "服务设施", "Service facilities";
    FacilitiesText: "每百个社区", "per 100 communities";
    FieldIs: "{}：{}", "{}: {}";
    Lacking: "{} 条缺此项", "{} lack it";
    NeedUnstated: "{} 个项目未填需求", "{} lines state no need";
    WithheldCount: "{} 条未提供", "{} withheld";
    NotAvailable: "不适用", "n/a";
    RentedOffices: "租用办公用房", "Rented offices";
    RentedNone: "没有租用的办公用房。", "No rented offices.";
    LeaseDays: "租约 {} 天后到期", "lease ends in {} days";
    LeaseOver: "租约已于 {} 到期", "lease ended on {}";
    LeaseUnknown: "租期未填", "lease not stated";
    SeeAll: "全部", "See all";
    TableTitle: "下级单位", "Units below";
    ColCommunities: "社区", "Communities";
    ColWorkers: "人员", "Workers";
    ColOld: "≥ 50 岁", "Aged ≥ 50";
    ColGap: "经费缺口（万元）", "Gap (k yuan)";
    ColRented: "租用", "Renting";
    ColArea: "m²／百户", "m² / 100 hh";
    TableNote: "不适用：没有分母。点单位名称进入。", "n/a: there is no denominator. Choose a name to go there.";
    ConflictCount: "{} 条记录有冲突，按最新保存计入", "{} records are in conflict; the greatest save counts";
    // Files.
    ExportTitle: "导出", "Export";
    ExportText: "把整个台账写成一个 JSON 文件，可用聊天软件、数据线或 U 盘交给别人；对方导入即合并，谁的工作都不丢。", "Writes the whole record book as one JSON file to hand over by chat, cable or USB stick. Importing it merges; nobody's work is lost.";
    ExportWithout: "导出（不含受限字段）", "Export without restricted fields";
    ExportWith: "完整备份（含受限字段）", "Full backup with restricted fields";
    ExportRestrictedText: "电话、出生日期、工资属受限字段，只在确认后导出。请输入：{}", "Phone, birth date and pay are restricted fields and leave this device only on confirmation. Type: {}";
    ExportPhrase: "包含个人信息", "include personal data";
    ExportDone: "已交给浏览器下载：{}（{} 条记录）。请在下载文件夹中查看。", "Handed to the browser as a download: {} ({} records). Look in your downloads folder.";
    ExportCounted: "这是完整备份，已记为备份。", "This is a full backup and is counted as one.";
    ExportNotCounted: "不含受限字段的导出不算备份。", "An export without restricted fields does not count as a backup.";
    ImportTitle: "导入", "Import";
    ImportText: "选择或拖入别人给的文件。导入只会增加，不会抹掉这里的内容；不同之处会列为冲突。", "Choose or drop a file. Importing only adds; nothing here is wiped out. Differences are listed as conflicts.";
    ChooseFile: "选择文件", "Choose a file";
    Reading: "正在读取 {}", "Reading {}";
    ImportDone: "已导入 {}", "Imported {}";
    ImportFrom: "由 {} 于 {} 写出", "written by {} at {}";
    ImportAdded: "新增", "Added";
    ImportChanged: "有更新", "Changed";
    ImportConflicts: "有冲突", "In conflict";
    ImportNothing: "文件中的内容这里都已有，没有变化。", "Everything in the file was already here; nothing changed.";
    ImportWithheld: "文件未包含：{}", "The file leaves out: {}";
    ImportOpenedSample: "这是样本文件，已作为样本城市打开，未并入自有数据。", "This is a sample file. It was opened as the sample city and not merged into your own records.";
    ImportClock: "文件的写出时间比本机时钟晚 {} 天，请核对双方的日期设置。合并不看时钟，数据不受影响。", "The file says it was written {} days after this device's present. Check the clocks. Merging ignores clocks; no data is affected.";
    SeeConflicts: "查看冲突", "See the conflicts";
    AndMore: "以及另外 {} 条", "and {} more";
    // Conflicts.
    ConflictsText: "同一处被两边改成了不同的值。两个值都保留着，选定之后也会随文件传给对方。", "Two sides changed the same field to different values. Both are kept; your choice travels with the next file.";
    ConflictsNone: "没有冲突。", "No conflicts.";
    Settled: "已定", "settled";
    StandardsTitle: "适用标准", "Standards in force";
    StandardsFrom: "来源", "Whose";
    StandardsOwn: "本单位", "Own";
    StandardsOf: "沿用：{}", "Of {}";
    FrozenTitle: "与冻结时的差异", "What differs since it was frozen";
    FrozenSame: "依据的记录没有变化，指标与冻结时相同。", "The records it rests on are unchanged, and so are the figures.";
    FrozenOtherBasis: "依据的记录有变化，但指标与冻结时相同。", "The records it rests on have changed; the figures are the same.";
    FrozenDiffers: "冻结的数值不变；按现有记录计算，下列指标已不同。", "What was frozen stays. Computed from the records as they are now, these figures differ.";
    FrozenUnknown: "单位或填报期的记录不在这里，无法比较。", "The unit or the period is not here, so nothing can be compared.";
    FrozenFigure: "指标", "Figure";
    FrozenThen: "冻结时", "Then";
    FrozenNow: "现在", "Now";
    Doubles: "可能重复录入", "Possibly entered twice";
    DoublesText: "请核对后勾选确属同一的记录，合并阅读。双方内容都保留，随时可以拆开。", "Tick those that are the same; they will be read as one. Nothing of either is lost, and they can be taken apart at any time.";
    AlikeCodeAndName: "区划代码和名称都相同", "same code and name";
    AlikeCode: "区划代码相同，名称不同", "same code, different names";
    AlikeNameAndUnit: "名称和所属单位相同", "same name and unit";
    JoinTicked: "合并勾选的 {} 项", "Join the ones ticked ({})";
    Joined: "已合并 {} 项；不同之处列在“冲突”中。", "Joined: {}. Where they differ is listed under conflicts.";
    JoinedNote: "这里把 {} 条记录作为同一条阅读。", "Read as one from several records ({}).";
    TakeApart: "拆开", "Take apart";
    TakenApart: "已拆开，各记录恢复独立。", "Taken apart; each record stands by itself again.";
    DeleteConflict: "删除与修改", "Deleted and edited";
    ByAt: "{}，{}", "{}, {}";
    NoName: "未署名", "no name";
    Resolved: "已选定，两边的值都留在历史中。", "Settled. Both values stay in the history.";
    // Settings.
    SettingsText: "数据存放", "Where the data is";
    StorageUsed: "本地存储已用 {} %（{} 万字符，上限约 524 万）", "Local storage is {} % full ({} × 10,000 characters of about 524)";
    StorageHomes: "本地存储：{}；IndexedDB：{}", "Local storage: {}; IndexedDB: {}";
    Available: "可用", "available";
    Unavailable: "不可用", "not available";
    DownloadDamaged: "下载损坏的原始数据", "Download the damaged parts";
    StorageMeter: "本地存储用量", "Local storage in use";
    SnapshotsBoth: "快照两处都存：任何一处丢失，另一处都能补齐。", "Snapshots are kept in both storages: either makes good the loss of the other.";
    SnapshotsApart: "快照只放在 IndexedDB：本地存储可多留几倍空间，但浏览器一旦清除 IndexedDB，只能用导出文件补齐。", "Snapshots are kept in IndexedDB only: local storage has room for several times more, but should the browser empty IndexedDB, only an export brings them back.";
    KeepApart: "快照只放在 IndexedDB", "Keep snapshots in IndexedDB only";
    KeepBoth: "快照恢复为两处都存", "Keep snapshots in both again";
    KeptApartDone: "快照现在只放在 IndexedDB。请更常备份。", "Snapshots are now kept in IndexedDB only. Back up more often.";
    KeptBothDone: "快照现在两处都存。", "Snapshots are now kept in both storages.";
    DamageTitle: "损坏与缺失", "Damaged and missing";
    DamageParts: "{} 段损坏的数据已原样留存。", "Damaged parts, set aside untouched: {}.";
    DamageGap: "会话 {}：第 {} 至 {} 号条目缺失，{} 次保存", "Session {}: entries {} to {} missing · saves: {}";
    DamageLost: "快照中缺失 {} 次保存。", "Saves of the snapshot that are missing: {}.";
    DamageRemedy: "先下载损坏的部分，再导入最近的导出文件。补齐后这里的记录仍在，直到确认。", "Download the damaged parts, then import your latest export. This list stays until you confirm it.";
    AcceptLosses: "已知悉，不再提示", "Understood: say no more of it";
    AcceptSure: "损坏的部分将从本机删除，缺失的不再提示。", "The damaged parts will be removed from this device, and what is missing is not mentioned again.";
    AcceptYes: "删除并不再提示", "Remove and say no more";
    ArchiveTitle: "归档往年", "Archive closed years";
    ArchiveText: "把往年的经费与收支写入一个文件，再从本机移出。归档文件随时可以打开查看，也可以放回。", "Puts the fund lines and entries of closed years into a file and takes them out of this device. The file can be looked at any time, and brought back.";
    ArchiveNone: "没有可归档的往年记录。", "There are no records of closed years.";
    ArchiveUntil: "归档到", "Up to the end of";
    ArchiveOption: "{} 年（{} 条）", "{} (records: {})";
    ArchiveWrite: "写出归档文件", "Write the archive file";
    ArchiveWritten: "“{}”含 {} 条记录和受限字段，已交给浏览器。请先确认文件已存好。", "“{}” (records: {}, restricted fields included) was handed to the browser. First make sure that it is safe.";
    ArchiveTake: "文件已存好，从本机移出", "It is safe: take the records out";
    ArchiveDone: "{} 条记录已移出，在“{}”中。", "Records taken out: {}. They are in “{}”.";
    ArchiveHeld: "{} 移出，{} 条记录", "taken out on {} · records: {}";
    ArchiveBack: "要放回，请在“收发文件”中选择归档文件。", "To bring one back, choose its file under Files.";
    ImportKeptOut: "其中 {} 条记录此前已从本机移出，没有放回。", "Records in it that were taken out here on purpose and stay out: {}.";
    ImportIsArchive: "“{}”是从本机移出的归档，内容没有合并。", "“{}” is an archive that was taken out here; nothing of it was merged.";
    LookOnly: "只查看", "Only look at it";
    LookAtFile: "只查看一个文件", "Only look at a file";
    Reopen: "放回本机", "Bring it back";
    ReopenDone: "已放回 {} 条记录。", "Records brought back: {}.";
    PurgeTitle: "已删除的记录", "Deleted records";
    PurgeText: "{} 条已删除的记录仍可恢复。", "Deleted records that can still be restored: {}.";
    PurgeNone: "没有已删除的记录。", "There are no deleted records.";
    Purge: "清除", "Clear them away";
    PurgeSure: "清除后不能恢复。", "They cannot be restored afterwards.";
    PurgeDone: "已清除 {} 条已删除的记录。", "Deleted records cleared away: {}.";
    Erase: "彻底抹除", "Erase for good";
    EraseSure: "“{}”及其全部历史将从本机抹除，不能恢复。下一份导出会请收件方也抹除。", "“{}” and all its history will be erased from this device and cannot be restored. The next export asks its receivers to do the same.";
    EraseYes: "抹除", "Erase";
    ErasedAs: "已抹除：{}", "Erased: {}";
    SampleOpen: "打开样本城市", "Open the sample city";
    SampleRemoved: "样本已移除，自有数据未动。", "The sample is removed. Your own records were not touched.";
    SampleRemoveSure: "移除样本及在样本中所作的修改？自有数据不受影响。", "Remove the sample and all edits made in it? Your own records are not affected.";
    VersionIs: "版本 {}，文件格式 {}", "Version {}, file format {}";
    WorkspaceGone: "样本已在另一个标签页移除。", "The sample was removed in another tab.";
    Close: "关闭", "Close";
    // Failures: what happened, that the data is safe, what to do.
    DataSafe: "已有数据没有改动。", "What was here is unchanged.";
    FailFull: "浏览器的存储已满，这次修改没有保存。", "The browser's storage is full; this change was not saved.";
    FailFullRemedy: "表单内容还在。请先在“收发文件”中导出备份，再清理浏览器中其他网站的数据，然后重试。", "The form still holds what you typed. Export a backup under Files, free storage used by other sites, then save again.";
    FailStore: "浏览器的存储出错，这次修改没有保存：{}", "The browser's storage failed; this change was not saved: {}";
    FailStoreRemedy: "表单内容还在。请重试；仍不行时先导出备份，再重新打开页面。", "The form still holds what you typed. Try again; if it fails again, export a backup and reopen the page.";
    FailDropped: "这份样本已被移除，不能再保存。", "This sample was removed; nothing more can be saved in it.";
    FailDroppedRemedy: "请回到本单位台账。", "Go back to your own records.";
    FailTight: "本地存储已满九成，一次写不下这么多。", "Local storage is nine tenths full; so much at once is not taken.";
    FailTightRemedy: "请在“设置”中归档往年，或把快照只放在 IndexedDB，然后重试。", "Archive closed years under Settings, or keep snapshots in IndexedDB only, then try again.";
    FailNewer: "更新版本的三有已在此写入数据，本页不能再修改。", "A newer version of Sanyou has been writing here; this page can change nothing any more.";
    FailNewerRemedy: "请先导出需要的内容，再重新打开页面。", "Export what you need, then reload the page.";
    FailLooking: "正在查看文件“{}”，不能修改。", "You are looking at the file “{}”; nothing can be changed.";
    FailLookingRemedy: "请回到本单位台账再修改。", "Go back to your own records to make changes.";
    FailErased: "这条记录已被彻底抹除，不能再保存。", "This record was erased for good; nothing more can be saved in it.";
    FailErasedRemedy: "需要时请新建一条。", "Create a new one if you need it.";
    FailArchiveBehind: "写出归档文件以后，往年的记录又有改动，文件里没有。", "Records of these years were changed after the archive file was written; it does not hold that.";
    FailArchiveBehindRemedy: "请重新写出归档文件，再移出。", "Write the archive file again, then take the records out.";
    FailNotArchive: "所选文件不是这份归档。", "The file chosen last is not this archive.";
    FailNotArchiveRemedy: "请重新选择归档文件。", "Choose the archive's file again.";
    FailRandom: "浏览器未能提供随机数，无法安全地保存。", "The browser gave no random numbers; saving would not be safe.";
    FailRandomRemedy: "请更新浏览器后再打开。", "Update the browser and open the page again.";
    FailExport: "浏览器未能接收文件：{}", "The browser did not take the file: {}";
    FailExportRemedy: "请检查下载权限后重试。", "Check the download permission and try again.";
    PartComing: "正在打开…", "Opening…";
    FailPart: "程序的这一部分没有下载下来。", "This part of the program did not arrive.";
    FailPartRemedy: "请在联网后重新打开页面。", "Reload the page when you are connected.";
    FailRead: "未能读取所选文件：{}", "The chosen file could not be read: {}";
    FailReadRemedy: "请重新选择文件；若在 U 盘上，先复制到本机。", "Choose it again; if it is on a USB stick, copy it to this device first.";
    FileRefused: "没有导入 {}", "{} was not imported";
    FileEmpty: "文件是空的。", "The file is empty.";
    FileTooLarge: "文件有 {} MB，超过了可读取的 {} MB。", "The file has {} MB; at most {} MB are read.";
    FileNotUtf8: "文件不是 UTF-8 文本（第 {} 字节起）。", "The file is not UTF-8 text (from byte {} on).";
    FileTruncated: "文件在第 {} 行中断，没有传完整。", "The file breaks off in line {}; it did not arrive whole.";
    FileNotJson: "第 {} 行第 {} 列不是有效的 JSON。", "Line {}, column {} is not valid JSON.";
    FileNotOurs: "这不是三有导出的文件。", "This is not a Sanyou export.";
    FileNewer: "文件需要更新版本的三有才能读（要求 {}，本版为 {}）。", "The file needs a newer Sanyou (reader {} or above; this one is {}).";
    FileHead: "文件头的“{}”缺失或有误。", "The file's member “{}” is missing or wrong.";
    FileTooMany: "文件中的 {} 有 {} 个，超过了上限 {}。", "The file has {} × {}; at most {} are read.";
    FileRecord: "第 {} 条记录有误：{}", "Record {} is wrong: {}";
    FileDigest: "文件内容与写出时不符，可能传输损坏或被改动。", "The content is not what was written: it was damaged on the way or altered.";
    RemedyResend: "请对方重新导出并发送。", "Ask the sender to export and send it again.";
    RemedyUpdate: "请更新本程序，或请对方用旧版导出。", "Update this program, or ask the sender to export with an older one.";
    RemedyChoose: "请选择三有导出的 .json 文件。", "Choose a .json file exported by Sanyou.";
    RecordJson: "不是有效的对象", "not a valid object";
    RecordId: "缺少编号", "its id is missing or wrong";
    RecordKind: "缺少类别", "its kind is missing or wrong";
    RecordField: "字段名“{}”无效", "“{}” is no field name";
    RecordValue: "字段“{}”的值无效", "the value of “{}” is refused";
    RecordSaves: "缺少修改记录", "its saves are missing";
    RecordSave: "第 {} 次修改无效", "save {} is wrong";
    RecordTooMany: "{} 过多", "too many {}";
    RecordUnexplained: "字段“{}”没有对应的修改", "no save sets “{}”";
    RecordTwice: "它在这个文件里出现了两次", "it is in this file twice";
}
