"""Who plays in the demo: the people one can log in as, and what each is good for."""

from collections.abc import Iterator
from dataclasses import dataclass

from linli.demo.names import phone
from linli.kernel import Role, Words

PASSWORD = "wutongli-demo"  # noqa: S105  (an invented estate; printed on purpose)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Someone to log in as. Staff give `login`, `password` and a second key (`second_keys`);
    residents their phone and the code shown at /demo/mailbox. Iterates as role, name, way."""

    role: Words
    name: str
    phone: str
    login: str
    password: str
    way: Words
    tries: Words

    def __iter__(self) -> Iterator[str]:
        return iter((f"{self.role.zh} {self.role.en}", self.name, self.way.en))


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff or of the council; `cell` where they serve, all over when empty."""

    key: str
    number: int
    name: str
    roles: tuple[Role, ...]
    title: Words
    tries: Words
    skills: tuple[str, ...] = ()
    cell: str = ""
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A resident one can log in as; `home` is building, entrance, dwelling."""

    number: int
    name: str
    home: tuple[str, str, str] | None
    title: Words
    tries: Words
    is_tenant: bool = False


STAFF = (
    Member(
        "wangmin",
        1,
        "王敏",
        (Role.MANAGER,),
        Words("物业经理", "manager"),
        Words("看总览，试一条规则在历史上会报几次", "see the cockpit; run a rule on history"),
    ),
    Member(
        "chenjing",
        2,
        "陈静",
        (Role.CLERK,),
        Words("服务台", "service desk"),
        Words("替打电话来的住户记一件事", "enter a report for someone on the phone"),
    ),
    Member(
        "lijianguo",
        3,
        "李建国",
        (Role.WORKER,),
        Words("水电工", "plumber and electrician"),
        Words("接一件事，拍照，办完", "take a job, send a photo, finish it"),
        ("水电", "水暖", "电工"),
    ),
    Member(
        "zhaoqiang",
        4,
        "赵强",
        (Role.WORKER,),
        Words("电梯工", "lift mechanic"),
        Words("看自己手上的事", "see the jobs in hand"),
        ("电梯", "门禁"),
        is_shown=False,
    ),
    Member(
        "sunxiulan",
        5,
        "孙秀兰",
        (Role.WORKER,),
        Words("保洁员", "cleaner"),
        Words("看自己手上的事", "see the jobs in hand"),
        ("保洁", "绿化"),
        is_shown=False,
    ),
    Member(
        "zhouhaitao",
        6,
        "周海涛",
        (Role.WORKER,),
        Words("消防秩序员", "fire and order"),
        Words("烟感一响，去看，说是真是假", "go and see what a smoke detector saw"),
        ("消防", "秩序", "停车"),
    ),
    Member(
        "wuguodong",
        7,
        "吴国栋",
        (Role.WORKER,),
        Words("房屋维修工", "building upkeep"),
        Words("看自己手上的事", "see the jobs in hand"),
        ("维修", "防水", "木工"),
        is_shown=False,
    ),
    Member(
        "liuyang",
        8,
        "刘洋",
        (Role.GRID_WORKER,),
        Words("第一网格网格员", "grid worker, cell 1"),
        Words("看本网格的事", "see what is open in the cell"),
        cell="1",
    ),
    Member(
        "mali",
        9,
        "马丽",
        (Role.GRID_WORKER,),
        Words("第二网格网格员", "grid worker, cell 2"),
        Words("看本网格的事", "see what is open in the cell"),
        cell="2",
        is_shown=False,
    ),
    Member(
        "guolei",
        10,
        "郭磊",
        (Role.GRID_WORKER,),
        Words("第三网格网格员", "grid worker, cell 3"),
        Words("看本网格的事", "see what is open in the cell"),
        cell="3",
        is_shown=False,
    ),
    Member(
        "linhui",
        11,
        "林慧",
        (Role.KEEPER,),
        Words("受保护住户管理人", "keeper of protected records"),
        Words("看谁查过住户的联系方式", "see who looked at contact data"),
    ),
    Member(
        "hezhiyuan",
        12,
        "何志远",
        (Role.COUNCIL,),
        Words("业委会委员", "owners' council"),
        Words("看谁决定了在哪里装什么设备", "see who decided what is measured"),
    ),
    Member(
        "zhengwen",
        13,
        "郑文",
        (Role.STREET,),
        Words("街道干部", "street officer"),
        Words("看超时没办的事", "see what is long overdue"),
    ),
    Member(
        "xuliang",
        14,
        "徐亮",
        (Role.OPERATOR,),
        Words("平台运维", "operator"),
        Words("看设备、隔离区、凭据", "see devices, quarantine, credentials"),
        ("弱电", "设备"),
    ),
    Member(
        "huanglei",
        15,
        "黄蕾",
        (Role.COMMITTEE,),
        Words("居委会干部", "residents' committee"),
        Words("看邻里调解的事", "see what needs mediation"),
        is_shown=False,
    ),
)

RESIDENTS = (
    Neighbour(
        20,
        "张伟",
        ("1", "2", "301"),
        Words("业主", "owner"),
        Words("报一件事，看谁负责，说修没修好", "report something, follow it, say if it is solved"),
    ),
    Neighbour(
        21,
        "张桂芳",
        ("3", "2", "401"),
        Words("老人", "elderly owner"),
        Words("切到长辈版，叫人帮忙", "switch to the large face and ask for help"),
    ),
    Neighbour(
        22,
        "周雨",
        ("2", "1", "502"),
        Words("租户", "tenant"),
        Words("看家里的烟感谁能看到", "see who may see the smoke detector at home"),
        is_tenant=True,
    ),
    Neighbour(
        12,
        "何志远",
        ("4", "1", "201"),
        Words("业委会委员", "owners' council"),
        Words("", ""),
    ),
)
HELPER = Neighbour(
    23,
    "王莉",
    None,
    Words("帮手", "helper"),
    Words("替母亲张桂芳报一件事", "report something for her mother 张桂芳"),
)


def cast() -> tuple[DemoPerson, ...]:
    """Everyone one can log in as, residents first."""
    shown = [one for one in RESIDENTS if one.tries.zh]
    return (
        *(_resident(one) for one in (*shown, HELPER)),
        *(_member(one) for one in STAFF if one.is_shown),
    )


def _resident(one: Neighbour) -> DemoPerson:
    number = phone(one.number)
    way = Words(
        f"手机号 {number}，验证码见 /demo/mailbox",
        f"phone {number}, the code is shown at /demo/mailbox",
    )
    return DemoPerson(one.title, one.name, number, "", "", way, one.tries)


def _member(one: Member) -> DemoPerson:
    way = Words(
        f"登录名 {one.key}，密码 {PASSWORD}，六位数见 /demo/mailbox",
        f"login {one.key}, password {PASSWORD}, the six digits are shown at /demo/mailbox",
    )
    return DemoPerson(one.title, one.name, phone(one.number), one.key, PASSWORD, way, one.tries)
