use super::check_in;

/// A name is found by the first pinyin, in full and by initials, and not by the second, which its surname is not read by.
fn check(name: &str, found: &[&str], not_found: &[&str]) {
    let rows = format!("worker 1 name={name}\nmeeting 2 name=会 chair={name}\ntraining 3 course=课 worker=#1");
    for pinyin in found {
        check_in(&rows, pinyin, "", "1 3 2");
    }
    for pinyin in not_found {
        check_in(&rows, pinyin, "", "");
    }
}

#[test]
fn surnames_are_read_as_surnames() {
    check("单伟", &["shanwei", "sw", "shw"], &["danwei", "chanwei", "dw"]);
    check("曾敏", &["zengmin", "zm"], &["cengmin", "cm"]);
    check("解芳", &["xiefang", "xf"], &["jiefang", "jf"]);
    check("仇英", &["qiuying", "qy"], &["chouying", "cy"]);
    check("查刚", &["zhagang", "zg"], &["chagang", "cg"]);
    check("区强", &["ouqiang", "oq"], &["quqiang", "qq"]);
    check("尉迟恭", &["yuchigong", "ycg"], &["weichigong", "wcg"]);
    check("尉健", &["weijian", "wj"], &["yujian", "yj"]);
    check("万俟明", &["moqiming", "mqm"], &["wansiming", "moshiming", "wqm"]);
    check("万明", &["wanming"], &["moming"]);
    check("朴哲", &["piaozhe", "pz"], &["puzhe", "pozhe"]);
    check("乐平", &["yueping", "leping", "yp"], &["yaoping"]);
    check("盖亮", &["geliang", "gailiang"], &["heliang"]);
    check("缪红", &["miaohong", "mh"], &["mouhong", "miuhong"]);
    check("宓洋", &["miyang", "fuyang"], &["biyang"]);
    check("覃波", &["qinbo", "tanbo", "qb"], &["yanbo"]);
    check("翟军", &["zhaijun", "dijun", "zj", "dj"], &["tijun"]);
    check("召勇", &["shaoyong", "zhaoyong", "sy"], &["taoyong"]);
    check("员峰", &["yunfeng", "yf"], &["yuanfeng"]);
    check("冼星", &["xianxing", "xx"], &[]);
    check("华建", &["huajian", "hj"], &[]);
    check("任杰", &["renjie", "rj"], &[]);
    check("长孙无", &["zhangsunwu", "zsw"], &["changsunwu", "csw"]);
    check("单于飞", &["chanyufei", "shanyufei", "cyf"], &["danyufei"]);
    check("澹台明", &["tantaiming", "ttm"], &["dantaiming", "dtm"]);
    check("令狐文", &["linghuwen", "lhw"], &[]);
    check("繁星", &["poxing", "px"], &["fanxing", "fx"]);
    check("种道", &["chongdao", "cd"], &["zhongdao", "zd"]);
    check("秘彦", &["biyan", "by"], &["miyan", "my"]);
    check("折可", &["sheke", "sk"], &["zheke", "zk"]);
    check("逄涛", &["pangtao", "pt"], &["fengtao"]);
    check("黑山", &["heshan", "heishan", "hs"], &[]);
    check("牟平", &["mouping", "muping", "mp"], &["maoping"]);
    check("郗鉴", &["xijian", "chijian"], &[]);
    check("燕青", &["yanqing", "yq"], &[]);
    check("重华", &["chonghua", "ch"], &["zhonghua", "tonghua"]);
    check("适之", &["kuozhi", "shizhi"], &[]);
    check("祭遵", &["zhaizun"], &["jizun"]);
    check("阚泽", &["kanze"], &["hanze"]);
}

/// The given name, later words and whatever is no person's name are read by any reading.
#[test]
fn elsewhere_any_reading_holds() {
    check("王单", &["wangshan", "wangdan", "wangchan"], &[]);
    check_in("place 1 name=单位食堂", "danwei", "", "1");
    check_in("place 1 name=解放路", "jiefang", "", "1");
    check_in("place 1 name=解家", "xiejia", "", "1");
    check_in("meeting 1 name=会 chair=王军、单伟", "shanwei", "", "1");
    check_in("meeting 1 name=会 chair=王军、单伟", "danwei", "", "");
    check_in("member 1 name=尉迟·恭", "yuchigong", "", "1");
}
