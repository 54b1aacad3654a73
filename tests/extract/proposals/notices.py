"""A notice of our own for the tests of this folder."""

from __future__ import annotations

from gongwen import parse
from gongwen.schemas.notice import Notice

TEXT = """清河县人民政府关于推进河道清理工作的通知
清政发〔2021〕7号

各乡镇人民政府,县直有关部门:

为改善水环境,现将有关事项通知如下。

一、落实责任。各乡镇人民政府应当每季度组织一次巡查,并于2022年底前完成整治。不得向河道倾倒垃圾。县水利局牵头制定标准,县财政局配合。(县水利局、县财政局负责)

二、加强宣传。鼓励村民委员会开展志愿活动。广泛张贴标语。考核不合格的,取消评优资格。

三、保障措施。县水利局应当建立台账。台账应当公开。

清河县人民政府
2021年3月5日
"""


def notice(text: str = TEXT) -> Notice:
    return parse(text.encode(), uri="notice.txt")
