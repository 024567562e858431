"""The language of industrial chains: how a chain or a set of them is named, and the words in which none is told."""

from __future__ import annotations

from typing import Final

from monitor.chinese.alternation import alternation
from monitor.chinese.late import late

NUMBER: Final = r"\d{1,3}|[一二两三四五六七八九十百]{1,4}"

# 7条标志性产业链, 四大跨区域产业链, 9个千亿级产业链, 八大重点产业链条. The kind is what stands between.
SET: Final = alternation(
    rf"(?<![\dA-Za-z.第+几数-])(?P<number>{NUMBER})[余多]?[“”]*(?P<unit>条|大|个)(?:以上)?(?P<kind>(?:(?!产业集群|[在了把被其间就是（《‘’])[^，。；：、！？\n\d]|（[一-龥]{{2}}）){{0,16}}?)(?P<tail>产业链)条?(?P<group>群)?"
)
# 重点产业链15条, 产业链由6条调整为10条, 产业链（12条）
SET_BEHIND: Final = late(
    r"(?P<kind>[\u4e00-\u9fff]{0,8}?)(?P<tail>产业链)[“”]*"
    rf"(?:由(?:{NUMBER})条(?:优化|调整|扩展|扩大|增加|拓展|增)*[为至到])?（?(?:共|达到?|总数|共计|有)?(?P<number>{NUMBER})条"
)
# “6+2”重点产业链, “9+3+N”产业链体系
SET_FORMULA: Final = late(
    r"“?(?P<formula>\d{1,2}(?:\+(?:\d{1,2}|[NnXx])){1,3})”?(?P<kind>[\u4e00-\u9fff]{0,8}?)(?P<tail>产业链)"
)
CHAIN: Final = late(r"产业链(?:条|群)?")

# What counts projects, stands or committees, not chains: 9个配套产业链项目, 三大产业链展区, 20个产业链企业.
NOT_CHAINS: Final = alternation(
    r"(?:上下游|配套|核心|链主|龙头|延链|补链|强链)*(?:及细分|项目|联盟|创新联合体|联合体|共同体|企业|展区|环节|节点|党组织|专班|平台|岗位|公司|论坛|"
    r"和供应链|供应链|协同应用|应用|招商[\u4e00-\u9fff]{0,4}(?:党支部|党组织|专班|小组|分队|大会|推介会|指挥部|办公室|干部|团队))"
)

# The word in passing: what follows shows that no chain of the region's own is meant.
PASSING_BEHIND: Final = late(
    r"[”）]*(?:\+|[、和与及]?(?:供应链|价值链|创新链|资金链|人才链|政策链|信息链|金融链|服务链|生态链|数据链)|"
    r"[、和与]?上下游|上、?中、?下游|上的|上(?=[一-龥]{0,6}企业)|(?:中的?|内|各个?)?[一-龥]{0,4}环节|"
    r"[\u4e00-\u9fff]{0,3}人才|配套|现代化|项目|韧性|安全稳定|稳定|安全|分工|重构|重塑|外移|转移|从业|金融服务|"
    r"相关|企业|伙伴|协会|联盟|"
    r"客户|产值|较?完整|完备|齐全|"
    r"(?:不断|不|进一步|日益)?(?:完整|完善|健全|成熟)|比较完整|覆盖|链长聘书|大会|博览会|峰会|展|论坛|贷款|"
    r"金融|融资|监管|质量|标准|追溯|合作|契机|"
    r"(?:与|和|同)[^，。；]{0,16}(?:融合|合作|对接|衔接|嵌合))"
)
# Criminal trades, and what is the nation's or the world's.
CRIMINAL: Final = late(
    r"[黑灰](?:色|灰|恶)*产业链|(?:犯罪|造假|诈骗|制假|制售|贩卖|假冒|非法|违法|涉案|涉嫌|走私|盗版|赌博|传销)"
)
# A name made of these alone names no industry: 完整产业链, 国内产业链, 跨区域跨境产业链, 现代化产业链.
_PLAIN: Final = (
    *(
        "完整",
        "完善",
        "健全",
        "齐全",
        "整个",
        "整条",
        "上下游",
        "上中下游",
        "全球",
        "国际",
        "国内",
        "全国",
        "国家",
        "我国",
        "中国",
        "世界",
    ),
    *(
        "区域",
        "跨区域",
        "跨境",
        "跨国",
        "本地",
        "本土",
        "当地",
        "相关",
        "有关",
        "相应",
        "各类",
        "各",
        "其",
        "这条",
        "一条",
        "该",
        "多条",
    ),
    *(
        "特色",
        "优势",
        "重点",
        "主导",
        "新兴",
        "传统",
        "支柱",
        "标志性",
        "现代",
        "现代化",
        "高端",
        "千亿级",
        "百亿级",
        "万亿级",
    ),
    *(
        "千亿",
        "百亿",
        "万亿",
        "级",
        "关键",
        "核心",
        "绿色",
        "安全",
        "稳定",
        "可靠",
        "自主可控",
        "有竞争力",
        "高效",
        "闭环",
        "生态",
        "全",
        "新",
        "先进",
        "以上",
    ),
    *(
        "产业",
        "行业",
        "工业",
        "制造业",
        "农业",
        "服务业",
        "制造",
        "配套",
        "式",
        "性",
        "型",
        "的",
        "和",
        "与",
        "等",
        "全省",
        "全市",
        "全区",
        "全县",
    ),
    *(
        "省级",
        "市级",
        "县级",
        "区级",
        "主要",
        "重要",
        "若干",
        "更多",
        "较为",
        "相对",
        "较",
        "更",
        "强",
        "长",
        "优质",
        "高质量",
        "大",
        "小",
    ),
    *(
        "一体化",
        "系统",
        "成熟",
        "多元",
        "协同",
        "创新",
        "深度",
        "企业",
        "项目",
        "独特",
        "具有",
        "国际竞争力",
        "竞争力",
        "影响力",
        "共同",
        "一",
        "二",
        "三",
    ),
)
PLAIN_NAME: Final = late("(?:" + "|".join(sorted(_PLAIN, key=len, reverse=True)) + ")*")

# Verbs by which a region acts on a chain. The nearest before the name governs it.
VERBS: Final = late(
    r"研究确定|确定|敲定|选定|定下|圈定|确立|明确|梳理|划定|遴选|列入|纳入|列为|优化调整|调整|推出|出台|制定|印发|"
    r"规划|谋划|绘制|编制|发布|"
    r"招引|引进|开展|"
    r"打造|构建|构筑|建设|建成|建立|培育|培植|培优|培强|布局|壮大|做大做强|做强做大|做强做优|做大|做强|"
    r"做优|建强|建圈强链|"
    r"形成|延伸|延长|拉长|拓展|完善|健全|补强|补齐|补全|围绕|聚焦|瞄准|锚定|紧盯|紧扣|立足|依托|"
    r"强化|促进|升级|扶持|支持|深耕|推进|推动|发展|探索|实施|推行|抓好|聚力|主攻|重抓|突出|深化|优化|提升|加快"
)
# Verbs that set nothing up by themselves; a single chain behind them is a remark.
WEAK_VERBS: Final = frozenset(
    {
        "依托",
        "立足",
        "完善",
        "健全",
        "延伸",
        "延长",
        "拉长",
        "补齐",
        "补全",
        "提升",
        "加快",
        "优化",
        "深化",
        "发展",
        "推动",
        "推进",
        "拓展",
    }
    | {
        "紧扣",
        "瞄准",
        "紧盯",
        "锚定",
        "突出",
        "探索",
        "形成",
        "建立",
        "实施",
        "完成",
        "发布",
        "强化",
        "促进",
        "升级",
        "扶持",
        "支持",
        "开展",
    }
)
DEFINE: Final = late(r"确定|敲定|选定|定下|圈定|确立|明确|梳理|划定|遴选|列入|纳入|列为|调整为|优化调整|推出|印发")
PLAN: Final = late(
    r"规划|谋划|绘制|编制|图谱|力争|计划|目标|行动方案|实施方案|到(?:20\d\d年|“?十[四五六]五”?|本世纪|今年底|"
    r"年底|明年)|拟|将(?=[^，。；]{0,12}(?:打造|形成|建成|构建|培育))|蓝图|新图景"
)
RECRUIT: Final = late(r"招引|引进|招商|引入|延链补链|补链(?!强链?延)|落户|落地(?=周边|[^，。]{0,6}[省市县区])")
PUBLISHED_PLAN: Final = late(r"(?:发布|公布|印发|出台)[^，。；]{0,30}(?:图景|规划|方案|图谱|行动计划|蓝图)")
REPORT: Final = late(r"增加值|产值|营收|营业收入|同比|增长|在链|占比|聘书|获评|已形成|初步形成|走进|触摸|采访")

# Where a chain is only measured against, or another place's: 对标全省58条重点产业链.
YARDSTICK: Final = late(
    r"(?:对标|对照|对接|对应|参照|比照|按照|借鉴|学习|呼应|融入|服务|嵌入|链接|围绕|聚焦|紧扣|契合|立足)[^，。；：]{0,24}$"
)
MEASURED: Final = late(r"(?:对标|对照|对接|参照|比照|借鉴|学习|融入|服务)[^，。；：]{0,12}$")
NATION: Final = late(r"我国|中国(?!（)|全国(?!人大|政协)|国家(?!级|电网|能源|电投)|全球|世界(?!级|一流)|国际社会")
# Who wishes, advises or imagines rather than acts.
OPINION: Final = alternation(
    r"认为|建议|希望|期待|呼吁|应当?(?=[^，]{0,10}(?:打造|构建|建设|培育))|必须|如何|为何|如果|"
    r"(?:董事长|总裁|总经理|副总|CEO|创始人|教授|研究员|专家|院士|学者|分析师)[^，。；]{0,12}(?:表示|说|"
    r"称|介绍|指出|坦言|透露)"
)

# What shows that a region works on a chain: a head (链长), a staff, meetings on its work.
HEADED: Final = late(r"[”“]*(?:副?链长|工作(?:专班|推进|调度|会商|联席|会议)|专班|(?:推进|调度|会商)会)")
# A company's or the state's chains have heads, too.
COMPANY_HEAD: Final = late(r"央企|中央企业|国资委|集团|公司|企业(?:作为|担任)")
# Where the industry of such a chain begins.
HEADED_LEFT: Final = late(
    rf"[^\u4e00-\u9fff]|{VERBS.pattern}|争当|成立|组织|获授|金融服务|召开|主持|实施|参加|出席|作为|担任|负责|调度|推进|开展|举行|履行|落实|牵头|强化|[全我][省市区县州]|[的了和与及在任为对由是]"
)
