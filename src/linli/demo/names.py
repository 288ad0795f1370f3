"""Invented people: names by combination, and phone numbers no network can reach."""

from random import Random

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾萧田董潘袁蔡蒋余于杜叶程"
    "魏苏吕丁任卢姚沈姜崔谭陆范汪廖石韦贾夏付方邹熊白孟秦邱侯江尹薛"
)
_GIVEN = (
    "安柏斌博才昌晨成川春达德东凡芳飞菲丰凤刚光桂国海涵浩和红宏华慧嘉建健江杰捷金锦静娟军君俊"
    "凯康兰乐磊丽莉亮林玲龙路璐曼梅美敏明楠宁鹏平萍琪强青清庆秋蓉锐瑞珊胜诗淑树爽思涛田婷彤薇"
    "巍伟文希霞贤祥晓欣新星秀旭雪雅妍燕洋怡艺英颖永勇友宇雨玉元远月云泽兆珍真振正志忠卓子"
)


def person_name(dice: Random) -> str:
    """A surname and a given name of one or two characters."""
    given = "".join(dice.sample(_GIVEN, 2 if dice.random() < 0.7 else 1))
    return dice.choice(_SURNAMES) + given


def phone(number: int) -> str:
    """An 11-digit number that begins with 100, which no mobile number in China does."""
    return f"100{number:08d}"
