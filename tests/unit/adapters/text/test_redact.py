# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The redacted copy hides people and leaves everything else readable."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.adapters.text import redact as redact_module
from jiesu.adapters.text.redact import PLACEHOLDERS, PersonalType, Span, redact

ID_NUMBER = "350102199001010016"  # invented; province, birthday and check character are right
OLD_ID_NUMBER = "350102900101001"
CARD = "6222021234567890128"  # invented; the Luhn digit is right


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("请打13800138000。", "请打【电话】。"),
        ("请打１３８００１３８０００", "请打【电话】"),
        ("138 0013 8000或139-0013-9000", "【电话】或【电话】"),
        ("1 3 8 0 0 1 3 8 0 0 0", "【电话】"),
        ("13800138000 13900139000", "【电话】 【电话】"),
        ("+86 138-0013-8000", "【电话】"),
        ("138\u200b0013\u200b8000", "【电话】"),
        ("Tel13800138000", "Tel【电话】"),
        ("我的号码幺三八零零幺三八零零零", "我的号码【电话】"),
        ("一三八，零零一三，八零零零一直打不通", "【电话】一直打不通"),
        ("13800138000三天没人接", "【电话】三天没人接"),
        ("0591-87654321转801", "【电话】"),
        ("(0591)8765 4321", "【电话】"),
        ("座机：87654321", "座机：【电话】"),
        ("请拨打7710052，", "请拨打【电话】，"),
        ("138 - 0013 - 8000", "【电话】"),
        ("(电话:0735---3323506)", "(电话:【电话】)"),
        ("手机139****8888", "手机【电话】"),
        ("138_1234_5678，139,1234,5678", "【电话】，【电话】"),
        ("0 5 9 1 8 7 6 5 4 3 2 1", "【电话】"),
        ("138😀0013", "138😀0013"),
    ],
)
def test_phones_are_hidden(text: str, hidden: str) -> None:
    assert redact(text).text == hidden


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (f"证件{ID_NUMBER}", "证件【身份证号】"),
        ("３５０１０２１９９００１０１００１６", "【身份证号】"),
        ("350102 19900101 0016", "【身份证号】"),
        ("35010219900307112x", "【身份证号】"),
        (f"老证件{OLD_ID_NUMBER}", "老证件【身份证号】"),
        ("身份证号：350102199001010017", "身份证号：【身份证号】"),  # mistyped, but named
        (f"卡{CARD}", "卡【银行卡号】"),
        ("6222 0212 3456 7890 128", "【银行卡号】"),
        ("4111 1111 1111 1111 500元", "【银行卡号】 500元"),
        ("卡号：6222021234567890127", "卡号：【银行卡号】"),
        ("闽A12345、闽AD12345、京a·d12345", "【车牌号】、【车牌号】、【车牌号】"),
        ("粤B1234学的车", "【车牌号】的车"),
        ("使123456、123456使", "【车牌号】、【车牌号】"),
        ("粤Z1234港", "【车牌号】"),
        (f"证件号码是{OLD_ID_NUMBER}", "证件号码是【身份证号】"),
        ("邮箱li.si＠example.com.cn请回复", "邮箱【邮箱】请回复"),
        ("微信号lisi_2020", "微信号【微信号】"),
        ("加微信：lisi-2020，QQ号12345678", "加微信：【微信号】，QQ号【QQ号】"),
        ("WeChat is lisi_2020.", "WeChat is 【微信号】."),
        ("微信同号13800138000", "微信同号【电话】"),
        ("护照E12345678，通行证号C87654321", "护照【身份证号】，通行证号【身份证号】"),
        ("京A1234警", "【车牌号】"),  # an official car too: who may, reads the original
    ],
)
def test_numbers_of_people_are_hidden(text: str, hidden: str) -> None:
    assert redact(text).text == hidden


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("李师傅和张经理都说", "【姓名】师傅和【姓名】经理都说"),
        ("王女士来电", "【姓名】女士来电"),
        ("找欧阳老师", "找【姓名】老师"),
        ("，王小明先生反映", "，【姓名】先生反映"),
        ("李副主任、陈总。赵工，", "【姓名】副主任、【姓名】总。【姓名】工，"),
        ("我叫张三，", "我叫【姓名】，"),
        ("本人叫李小四在此反映", "本人叫【姓名】在此反映"),
        ("免贵姓陈", "免贵姓【姓名】"),
        ("联系人：王小明电话", "联系人：【姓名】电话"),
        ("联系人王小明，", "联系人【姓名】，"),
        ("姓名：买买提·艾力，", "姓名：【姓名】，"),
        ("业主王家豪反映", "业主【姓名】反映"),
        ("村民李来福的地", "村民【姓名】的地"),
        ("房东古丽娜·买买提不退押金", "房东【姓名】不退押金"),
        ("一个姓邝的工作人员", "一个姓【姓名】的工作人员"),
        ("王小明（身份证号", "【姓名】（身份证号"),
        ("王小明：13800138000", "【姓名】：【电话】"),
        ("令狐女士、郗先生", "【姓名】女士、【姓名】先生"),
        ("姓名：贠某某，", "姓名：【姓名】，"),  # rare surname: alone after a label
        ("王伟、李娜、张强等业主", "【姓名】、【姓名】、【姓名】等业主"),
        ("我与赵铁柱的纠纷，举报孙二宝。", "我与【姓名】的纠纷，举报【姓名】。"),
        ("此致敬礼 周慧敏", "此致敬礼 【姓名】"),
        ("我爱人郑红霞住院", "我爱人【姓名】住院"),
        ("包工头汪德才欠我们工资", "包工头【姓名】欠我们工资"),
        ("会计种小丽，", "会计【姓名】，"),  # a surname nobody listed
        ("我叫Mary Johnson，Alan Smith先生", "我叫【姓名】，【姓名】先生"),
        ("牧民扎西顿珠来电", "牧民【姓名】来电"),
        ("業主陳麗珠投訴，黃先生", "業主【姓名】投訴，【姓名】先生"),
        ("尊敬的胡书记、吴市长", "尊敬的【姓名】书记、【姓名】市长"),
        ("工长区志明，", "工长【姓名】，"),  # a part in the matter makes a seldom surname one
        ("前台冷月小姐", "前台【姓名】小姐"),  # 小 belongs to the title
        (
            "物业顾经理，街道谢科长，居委会的钱书记",
            "物业【姓名】经理，街道【姓名】科长，居委会的【姓名】书记",
        ),
        ("户名周德福，隔壁周德福家", "户名【姓名】，隔壁【姓名】家"),
        ("周新之父周大江名下有车", "【姓名】之父【姓名】名下有车"),
    ],
)
def test_names_are_hidden_and_titles_stay(text: str, hidden: str) -> None:
    assert redact(text).text == hidden


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("住柳荫小区3号楼2单元501室，", "住柳荫小区【门牌号】，"),
        ("柳荫小区12栋8号漏水", "柳荫小区【门牌号】漏水"),
        ("柳荫小区B座1203", "柳荫小区【门牌号】"),
        ("３号楼１２０３室", "【门牌号】"),
        ("二十三号楼二单元", "【门牌号】"),
        ("河沿路18号501室", "河沿路【门牌号】"),
        ("8#楼302", "【门牌号】"),
        ("5幢一单元六楼602室", "【门牌号】"),
        ("6栋2单元，没有电", "【门牌号】，没有电"),
        ("35弄3号301室", "【门牌号】"),
        ("三排5号", "【门牌号】"),
        ("住3-2-501。", "住【门牌号】。"),
        ("柳树村甲12号", "柳树村【门牌号】"),
        ("门牌号：12号", "门牌号：【门牌号】"),
        ("隔壁402室，楼上1203漏水", "隔壁【门牌号】，楼上【门牌号】漏水"),
        ("3栋二单元五楼西户，1栋A座701", "【门牌号】，【门牌号】"),
        ("十二号楼三单元四零二室", "【门牌号】"),
        ("石桥村6组23号、柳荫花园2-204", "石桥村6组【门牌号】、柳荫花园【门牌号】"),
        ("3号楼501、502都漏水", "【门牌号】都漏水"),
        ("三栋二单元五零二，一零二室，1204房间", "【门牌号】，【门牌号】，【门牌号】"),
        ("六楼东户，3单元西户", "【门牌号】，【门牌号】"),
        ("5号楼12-3，9幢乙单元602", "【门牌号】，【门牌号】"),
        ("家属院12号，家属楼301，公寓1203", "家属院【门牌号】，家属楼【门牌号】，公寓【门牌号】"),
        ("柳荫花园8号702，河湾17号", "柳荫花园【门牌号】，河湾【门牌号】"),
    ],
)
def test_rooms_are_hidden(text: str, hidden: str) -> None:
    assert redact(text).text == hidden


@pytest.mark.parametrize(
    "text",
    [
        "安和市水务有限公司与河沿物业公司",
        "青川区人民公园、河沿路18号、东门小区3号楼",
        "订单号13800138000，工单编号：350102900101001",
        f"受理号{CARD}",
        "案号FZ13800138000、AH-2026-000123-7",
        "2026年11月22日9时30分，2026-11-22",
        "欠薪12000.50元，共1380万元",
        "拨打12345热线、110、96128",
        "8月1号2号停水，88路公交3号线2号口",
        "15-16-17-18-19-6栋",
        "5栋800多户，一栋三层楼房，3栋1200平",
        "公安局长、保安队长、项目经理、班主任、任何老师、由于主任不在",
        "施工，白工，员工。总的来说，老师傅",
        "联系人：物业公司",
        "姓名：保密",
        "恒光·御景小区",
        "我叫马上拆",
        "微信公众号、微信支付、QQ群",
        "G1501高速、AB12345",
        "业主安全没有保障，居民方便，村民任意倾倒，市民高度关注",
        "此致\n敬礼！各位领导：您好。我代表周边80多户，扶手没有，人滑倒了",
        "陶然亭街道，龙泽苑，康泰园小区，马昌营前街，杨宋南里",
        "82名农民工，宫保鸡丁，打过疫苗发烧，买了2张代金券，户籍证明",
        "5号楼1200人，4栋200余户，2号门是关的，公寓2000多套，河沿东巷28号",
        "老百姓安居乐业，担任主任，班主任任课老师",
        "第3排5号座位，12栋，1400套",
        "100000使用人，使100000人受益",
        "2026-11-22至2027-01-05，1998-2004-2016",
        "350102199013010016",  # no thirteenth month
        "老王家饺子馆、李宁店、陈醋、张自忠路、王府井大街、高速路、马路、黄金",
        "统一社会信用代码91110108MA01ABCD3X，学号20231104057，社保编号0012345678",
        "拨打4008123123、95588、12315，K528次，G1234次，3路、88路",
        "146、147、226、262、26栋，1200平方米，300户",
        "<script>alert(1)</script>{{ 7*7 }}",
        "【电话】【姓名】",  # typed by the user
        "",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert redact(text).text == text


def test_spans_say_what_stood_where_in_the_original() -> None:
    text = "李师傅，电话１３８ ００１３ ８０００。"
    assert redact(text).spans == (
        Span(0, 1, PersonalType.NAME),
        Span(6, 19, PersonalType.PHONE),
    )


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("村民余秋实的地，经协商余秋实同意", "村民【姓名】的地，经协商【姓名】同意"),
        ("余秋实不在。我叫余秋实，", "【姓名】不在。我叫【姓名】，"),
        ("本人张建，张建在场，扩张建设用地", "本人【姓名】，【姓名】在场，扩张建设用地"),
        ("李师傅说桃李满天下", "【姓名】师傅说桃李满天下"),
    ],
)
def test_a_whole_name_found_once_is_hidden_wherever_it_stands(text: str, hidden: str) -> None:
    assert redact(text).text == hidden


def test_a_text_redacted_again_stays() -> None:
    once = redact("我叫张三，电话13800138000，微信lisi_2020，住3号楼501室，车牌闽A12345")
    assert len(once.spans) == 5
    assert redact(once.text).text == once.text


_HOSTILE = (
    "业主|业主王|业主·|王·|王(|姓|姓王|1排|1-1-|村1|使|使1|儿子叫|"
    "1|13 |1-|一|a|a@|a.|张|张·|我叫张|1号|1栋|微信号|账号|联系人：|京A1|(86|0591-|350102199|\u200b"
)


@pytest.mark.parametrize("piece", _HOSTILE.split("|"))
def test_hostile_texts_take_no_longer_than_others(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    started = time.process_time()
    redact(text)
    assert time.process_time() - started < 1.5  # a backtracking pattern would take minutes


@pytest.mark.parametrize("row", redact_module._RECOGNISERS, ids=lambda row: type(row).__name__)
def test_no_pattern_backtracks(row: redact_module._Row) -> None:
    started = time.process_time()
    for piece in _HOSTILE.split("|"):
        list(row.find((piece * 5_000)[:5_000]))
    assert time.process_time() - started < 5.0


PIECES = st.sampled_from(
    [
        *"我是张王李，。\n 在 的0１3\u200b😀<>{}【】",
        *PLACEHOLDERS.values(),
        "13800138000",
        "业主王小明",
        "3号楼501室",
        "<script>",
        "{{x}}",
        "業主陳",
        "hello ",
        ID_NUMBER,
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_what_was_hidden_put_back_gives_the_text(text: str) -> None:
    copy, parts, position = redact(text), [], 0
    for span in copy.spans:
        assert position <= span.start < span.end <= len(text)
        parts += text[position : span.start], PLACEHOLDERS[span.type]
        position = span.end
    assert copy.text == "".join([*parts, text[position:]])


def test_ten_thousand_characters_take_ten_times_a_thousand() -> None:
    text = "业主王小明来电13800138000，家住柳荫小区3号楼501室，请市长重视。" * 300

    def seconds(length: int) -> float:
        started = time.process_time()
        for _ in range(20_000 // length):
            redact(text[:length])
        return time.process_time() - started

    assert seconds(10_000) < 3 * seconds(1_000) + 0.1


def test_many_names_said_often_take_no_longer() -> None:
    text = "".join(f"我叫王{chr(0x4E00 + n)}{chr(0x4E10 + n)}，" for n in range(1500)) * 2
    started = time.process_time()
    redact(text)
    assert time.process_time() - started < 2.0
